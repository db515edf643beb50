namespace DeepEM.Engine.Jobs.Study;

/// <summary>What a study goes through on every set.</summary>
/// <param name="Labels">Numbers of labels to learn from, null among them for all.</param>
/// <param name="Seeds">Seeds of the trainings.</param>
public sealed record StudySettings(IReadOnlyList<int?> Labels, IReadOnlyList<long> Seeds);

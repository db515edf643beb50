using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>What a training learns from: micrographs and picks, found and matched.</summary>
/// <param name="Items">One for each micrograph.</param>
/// <param name="Notices">What was odd.</param>
public sealed record TrainingInput(IReadOnlyList<TrainingItem> Items, IReadOnlyList<Notice> Notices)
{
    /// <summary>Nothing to learn from.</summary>
    public static TrainingInput Empty { get; } = new([], []);
}

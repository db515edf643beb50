namespace DeepEM.Engine.Foundation;

/// <summary>How far a long piece of work has come; reported through <see cref="IProgress{T}"/>.</summary>
/// <param name="Stage">What is being done, in a word or two; a new name begins a new bar.</param>
/// <param name="Done">Units finished.</param>
/// <param name="Total">Units in all; 0 where that is not known.</param>
public readonly record struct StageProgress(string Stage, long Done, long Total)
{
    /// <summary>What is under way, for example a micrograph's name; may be empty.</summary>
    public string Subject { get; init; } = string.Empty;

    /// <summary>Numbers to show beside it; may be empty.</summary>
    public IReadOnlyList<ProgressFigure> Figures { get; init; } = [];
}

namespace DeepEM.Engine.Foundation;

/// <summary>How far a long piece of work has come; reported through <see cref="IProgress{T}"/>.</summary>
/// <param name="Stage">What is being done, in a word or two; a new name begins a new bar.</param>
/// <param name="Done">Units finished.</param>
/// <param name="Total">Units in all.</param>
/// <param name="Detail">What to show beside the bar, for example the loss; may be empty.</param>
public readonly record struct StageProgress(string Stage, long Done, long Total, string Detail);

namespace DeepEM.Cli.Web.Wire;

/// <summary>What was taken back or done again.</summary>
/// <param name="Seq">Number of the last edit.</param>
/// <param name="Ops">The edits that did it.</param>
/// <param name="What">For people.</param>
internal sealed record UndoAnswer(long Seq, IReadOnlyList<EditOperation> Ops, string? What);

namespace DeepEM.Cli.Web.Wire;

/// <summary>That edits are on the disk.</summary>
/// <param name="Seq">Number of the last edit.</param>
internal sealed record SeqAnswer(long Seq);

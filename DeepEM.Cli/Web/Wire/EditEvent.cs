namespace DeepEM.Cli.Web.Wire;

/// <summary>Edits that were made, by this page or another.</summary>
/// <param name="Seq">Number of the last of them.</param>
/// <param name="Client">The page they come from.</param>
/// <param name="Ops">The edits.</param>
internal sealed record EditEvent(long Seq, string Client, IReadOnlyList<EditOperation> Ops);

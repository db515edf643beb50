namespace DeepEM.Cli.Web.Wire;

/// <summary>Edits of a page, in their order.</summary>
/// <param name="Client">The page they come from.</param>
/// <param name="Ops">The edits.</param>
internal sealed record EditsRequest(string Client, IReadOnlyList<EditOperation> Ops);

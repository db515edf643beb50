namespace DeepEM.Cli.Web.Wire;

/// <summary>Which edit is to be taken back, or done again.</summary>
/// <param name="Mic">Of one micrograph only; null for the last of all.</param>
internal sealed record UndoRequest(int? Mic = null);

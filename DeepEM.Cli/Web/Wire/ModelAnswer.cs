namespace DeepEM.Cli.Web.Wire;

/// <summary>A model.</summary>
/// <param name="Name">For people.</param>
/// <param name="Kind">general or trained.</param>
/// <param name="Number">Of its folder; 0 for the general one.</param>
internal sealed record ModelAnswer(string Name, string Kind, int Number);

namespace DeepEM.Cli.Web.Wire;

/// <summary>Micrographs to be added.</summary>
/// <param name="Inputs">Files, folders, patterns and lists within the roots.</param>
internal sealed record InputsRequest(IReadOnlyList<string> Inputs);

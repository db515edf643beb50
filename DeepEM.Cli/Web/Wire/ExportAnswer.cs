namespace DeepEM.Cli.Web.Wire;

/// <summary>What was written.</summary>
/// <param name="Files">The files.</param>
/// <param name="Command">The command line that writes the same.</param>
internal sealed record ExportAnswer(IReadOnlyList<string> Files, string Command);

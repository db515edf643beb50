namespace DeepEM.Cli.Web.Wire;

/// <summary>Command lines that make what the page makes.</summary>
/// <param name="Command">All of them.</param>
/// <param name="Train">The training.</param>
/// <param name="Pick">The picking.</param>
internal sealed record CommandAnswer(string Command, string? Train, string? Pick);

namespace DeepEM.Cli.Callers.Topaz;

/// <summary>Something of Topaz's that this program does not do; the message names what does.</summary>
/// <param name="message">One line.</param>
internal sealed class TopazRefusal(string message) : Exception(message);

namespace DeepEM.Cli.Shell;

/// <summary>A run that was asked to stop and has saved what it had; ends the program as an interruption does.</summary>
/// <param name="message">One line: where it stood, what is saved and how to go on.</param>
internal sealed class InterruptedException(string message) : OperationCanceledException(message);

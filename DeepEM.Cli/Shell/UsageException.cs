namespace DeepEM.Cli.Shell;

/// <summary>Options that are right one by one, not together; ends the program as a wrong command line does.</summary>
/// <param name="message">One line: the option, what was found, what was expected.</param>
internal sealed class UsageException(string message) : Exception(message);

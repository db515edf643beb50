namespace DeepEM.Cli.Shell;

/// <summary>How a command talks of its work on standard error.</summary>
internal enum LogFormat
{
    /// <summary>For people: bars on a terminal, lines elsewhere.</summary>
    Text,

    /// <summary>For programs: one JSON object a line.</summary>
    Json,
}

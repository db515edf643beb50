namespace DeepEM.Cli.Shell;

/// <summary>What was odd or went wrong in a run that went on, a line each on stderr.</summary>
internal static class Notices
{
    /// <summary>Writes what was odd.</summary>
    /// <param name="error">Receives the lines.</param>
    /// <param name="warnings">Each a line fit for a user.</param>
    public static void WriteWarnings(TextWriter error, IEnumerable<string> warnings) =>
        Write(error, "warning", warnings);

    /// <summary>Writes what could not be done.</summary>
    /// <param name="error">Receives the lines.</param>
    /// <param name="failures">Each with its reason.</param>
    public static void WriteFailures(TextWriter error, IEnumerable<string> failures) =>
        Write(error, "failed", failures);

    private static void Write(TextWriter error, string kind, IEnumerable<string> messages)
    {
        foreach (string message in messages)
        {
            error.WriteLine($"{kind}: {message.ReplaceLineEndings(" ")}");
        }
    }
}

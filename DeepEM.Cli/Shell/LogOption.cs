using System.CommandLine;
using DeepEM.Cli.Options;

namespace DeepEM.Cli.Shell;

/// <summary><c>--log text|json</c>, which every command has.</summary>
internal static class LogOption
{
    private const string Name = "--log";
    private const string QuietName = "--quiet";

    /// <summary>The option, to be added to the root.</summary>
    public static Option<LogFormat> Create()
    {
        Option<LogFormat> option = ChoiceOption.Create(
            Name,
            "Messages on stderr as text or JSON lines [default: text]",
            ("text", LogFormat.Text),
            ("json", LogFormat.Json));
        option.Recursive = true;
        return option;
    }

    /// <summary>The option that leaves progress out, to be added to the root.</summary>
    public static Option<bool> CreateQuiet() => new(QuietName, "-q")
    {
        Description = "No progress on stderr, only warnings and errors",
        Recursive = true,
    };

    /// <summary>The log that was asked for.</summary>
    /// <param name="result">The parsed command line.</param>
    public static RunLog Of(ParseResult result)
    {
        Command root = result.RootCommandResult.Command;
        Option<LogFormat>? format = root.Options.OfType<Option<LogFormat>>().FirstOrDefault();
        Option<bool>? quiet = root.Options.OfType<Option<bool>>().FirstOrDefault(option => option.Name == QuietName);
        return RunLog.Create(
            format is null ? LogFormat.Text : result.GetValue(format),
            quiet is not null && result.GetValue(quiet),
            result.InvocationConfiguration.Error,
            UsageError.CommandPath(result));
    }
}

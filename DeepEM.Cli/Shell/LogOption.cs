using System.CommandLine;
using System.CommandLine.Parsing;
using DeepEM.Cli.Options;

namespace DeepEM.Cli.Shell;

/// <summary><c>--log text|json</c>, <c>--quiet</c> and <c>--verbose</c>, which every command has.</summary>
internal static class LogOption
{
    private const string Name = "--log";
    private const string QuietName = "--quiet";
    private const string VerboseName = "--verbose";

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

    /// <summary>The option that tells every step, to be added to the root.</summary>
    public static Option<bool> CreateVerbose()
    {
        Option<bool> option = new(VerboseName, "-v")
        {
            Description = "A line on stderr for every step of the progress",
            Recursive = true,
        };
        option.Validators.Add(verbose =>
        {
            if (!verbose.Implicit && verbose.GetResult(QuietName) is OptionResult { Implicit: false })
            {
                verbose.AddError($"{QuietName} and {VerboseName} exclude each other, expected one of them");
            }
        });
        return option;
    }

    /// <summary>The log that was asked for.</summary>
    /// <param name="result">The parsed command line.</param>
    public static RunLog Of(ParseResult result) => RelionJobOption.IsGiven(result) && FormatOf(result) == LogFormat.Text
        ? new RelionJobLog(
            result.InvocationConfiguration.Output,
            result.InvocationConfiguration.Error,
            UsageError.CommandPath(result),
            IsGiven(result, QuietName),
            IsGiven(result, VerboseName))
        : Of(result, result.InvocationConfiguration.Error);

    /// <summary>The log that was asked for, of a command line that may be wrong.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <param name="error">Receives the log.</param>
    public static RunLog Of(ParseResult result, TextWriter error) => RunLog.Create(
        FormatOf(result),
        IsGiven(result, QuietName),
        error,
        UsageError.CommandPath(result),
        IsGiven(result, VerboseName));

    private static LogFormat FormatOf(ParseResult result) =>
        result.RootCommandResult.Command.Options.OfType<Option<LogFormat>>().FirstOrDefault() is { } format
        && result.GetResult(format)?.Errors.Any() != true
            ? result.GetValue(format)
            : LogFormat.Text;

    private static bool IsGiven(ParseResult result, string name) =>
        result.RootCommandResult.Command.Options.OfType<Option<bool>>().FirstOrDefault(option => option.Name == name)
            is { } option
        && result.GetResult(option)?.Errors.Any() == false
        && result.GetValue(option);
}

using System.CommandLine;
using DeepEM.Cli.Options;

namespace DeepEM.Cli.Shell;

/// <summary><c>--log text|json</c>, which every command has.</summary>
internal static class LogOption
{
    private const string Name = "--log";

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

    /// <summary>The log that was asked for.</summary>
    /// <param name="result">The parsed command line.</param>
    public static RunLog Of(ParseResult result)
    {
        Option<LogFormat>? option =
            result.RootCommandResult.Command.Options.OfType<Option<LogFormat>>().FirstOrDefault();
        return RunLog.Create(
            option is null ? LogFormat.Text : result.GetValue(option),
            result.InvocationConfiguration.Error,
            UsageError.CommandPath(result));
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;

namespace DeepEM.Cli.Cluster;

/// <summary>Options of a command line that go on into a script as they were given.</summary>
internal static class PassedOptions
{
    /// <summary>The words of the options that were given.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="options">The options to pass on.</param>
    public static IEnumerable<string> Of(ParseResult result, IEnumerable<Option> options) =>
        options.SelectMany(option => result.GetResult(option) is { Implicit: false } given ? Words(given) : []);

    private static IEnumerable<string> Words(OptionResult given)
    {
        string name = given.Option.Name;
        return given.Tokens.Count == 0
            ? [name]
            : given.Tokens.SelectMany(token => token.Value.StartsWith('-')
                ? (string[])[$"{name}={token.Value}"]
                : [name, token.Value]);
    }
}

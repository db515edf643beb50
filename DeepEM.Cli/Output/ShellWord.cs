using System.Buffers;

namespace DeepEM.Cli.Output;

/// <summary>A name in a command line that a person copies.</summary>
internal static class ShellWord
{
    // A shell would take them for something else.
    private static readonly SearchValues<char> _special = SearchValues.Create(" *?[]$&;'\"()<>|\\`#~!{}\t\n");

    /// <summary>The name as a shell takes it.</summary>
    /// <param name="name">Any name.</param>
    /// <returns>In quotes where it has a letter that a shell would take for something else.</returns>
    public static string Of(string name) => name.AsSpan().IndexOfAny(_special) < 0
        ? name
        : $"'{name.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

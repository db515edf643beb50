using System.CommandLine;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Cli.Shell;

/// <summary>The micrographs that a command line names; what is left out of folders is said at once.</summary>
internal static class NamedMicrographs
{
    /// <summary>Looks for them.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="names">As typed, in order.</param>
    /// <param name="input">Read where a list of micrographs is to come from it.</param>
    /// <param name="keepsRows">Whether those of a STAR file keep what it says of them.</param>
    /// <returns>Every micrograph once.</returns>
    /// <exception cref="DeepEM.Engine.Foundation.InvalidFileException">There are no such micrographs.</exception>
    public static IReadOnlyList<MicrographSource> Of(
        ParseResult result, IEnumerable<string> names, TextReader input, bool keepsRows = false)
    {
        List<Notice> notices = [];
        IReadOnlyList<MicrographSource> micrographs = MicrographList.Expand(names, input, notices, keepsRows);
        LogOption.Of(result).Write(notices);
        return micrographs;
    }
}

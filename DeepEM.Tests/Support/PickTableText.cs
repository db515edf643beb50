using System.Text;
using System.Text.RegularExpressions;
using DeepEM.Engine.Jobs.Pick;

namespace DeepEM.Tests.Support;

/// <summary><c>picks.csv</c> as runs can be compared by it: how many seconds a micrograph took is never the same.
/// </summary>
internal static partial class PickTableText
{
    /// <summary>Reads a file; of picks.csv without the seconds.</summary>
    /// <param name="path">Any file.</param>
    public static byte[] ReadComparable(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        return Path.GetFileName(path) == PickTable.FileName
            ? Encoding.UTF8.GetBytes(Seconds().Replace(Encoding.UTF8.GetString(bytes), ",,$1"))
            : bytes;
    }

    // The last field but one; the last is in quotes where it holds a comma.
    [GeneratedRegex(""",[0-9]+\.[0-9]{2},("[^\n]*"|[^\n",]*)$""", RegexOptions.Multiline)]
    private static partial Regex Seconds();
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DeepEM.Tests.Kernels.Ilgpu;

/// <summary>The table of registers in a Markdown file, between two comments.</summary>
internal static partial class RegisterTable
{
    /// <summary>The variable that names the file to write the table into.</summary>
    public const string Variable = "DEEPEM_REGISTERS";

    private const string First = "<!-- registers: written by the tests -->\n";
    private const string Last = "<!-- end of registers -->";

    /// <summary>The kernels that the table of a file names, in its order.</summary>
    /// <param name="file">Markdown with both comments.</param>
    public static IReadOnlyList<string> Kernels(string file)
    {
        string text = File.ReadAllText(file);
        (int start, int end) = Find(text, file);
        return [.. Row().Matches(text[start..end]).Select(match => match.Groups[1].Value)];
    }

    /// <summary>Replaces the table of a file.</summary>
    /// <param name="file">Markdown with both comments.</param>
    /// <param name="columns">For each architecture, as "sm_90", what the assembler says of each kernel.</param>
    public static void Write(string file, IReadOnlyDictionary<string, Dictionary<string, PtxasReport>> columns)
    {
        string text = File.ReadAllText(file);
        (int start, int end) = Find(text, file);
        StringBuilder table = new("| kernel |");
        string[] targets = [.. columns.Keys.Order(StringComparer.Ordinal)];
        table.AppendJoin(string.Empty, targets.Select(target => $" {target} |")).Append(" spilled, bytes |\n|---|");
        table.Insert(table.Length, "---|", targets.Length + 1).Append('\n');
        foreach (string kernel in columns[targets[0]].Keys)
        {
            PtxasReport[] reports = [.. targets.Select(target => columns[target][kernel])];
            int spilled = reports.Sum(report => report.StackBytes + report.SpillStoreBytes + report.SpillLoadBytes);
            table.Append(CultureInfo.InvariantCulture, $"| `{kernel}` |")
                .AppendJoin(string.Empty, reports.Select(report => $" {report.Registers} |"))
                .Append(CultureInfo.InvariantCulture, $" {spilled} |\n");
        }

        File.WriteAllText(file, $"{text[..start]}{table}{text[end..]}");
    }

    private static (int Start, int End) Find(string text, string file)
    {
        int start = text.IndexOf(First, StringComparison.Ordinal);
        int end = text.IndexOf(Last, StringComparison.Ordinal);
        return start >= 0 && end > start
            ? (start + First.Length, end)
            : throw new InvalidOperationException($"{file} has no '{First.Trim()}' before a '{Last}'.");
    }

    [GeneratedRegex(@"^\| `(\w+\.\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}

using System.Globalization;
using System.Text;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>Numbers of classes as a person names them: in a file, such as the report's good.txt, or as 1,4,9.</summary>
/// <remarks>In a file numbers stand one a line or with commas or blanks between them; what follows # is not read.
/// </remarks>
public static class ClassList
{
    private static readonly char[] _between = [',', ';', ' ', '\t'];

    /// <summary>Reads the numbers.</summary>
    /// <param name="text">Name of a file, or numbers with commas between them.</param>
    /// <param name="count">How many classes there are; they are numbered from 1.</param>
    /// <returns>The numbers, each once.</returns>
    /// <exception cref="InvalidFileException">The file cannot be read, or does not name classes that are there.
    /// </exception>
    /// <exception cref="SettingsException">The list does not name classes that are there.</exception>
    public static IReadOnlySet<int> Read(string text, int count)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        bool isFile = Path.Exists(text);
        string[] lines = isFile
            ? Encoding.UTF8.GetString(InputFile.ReadAll(text)).TrimStart('\uFEFF').Split('\n')
            : [text];
        SortedSet<int> numbers = [];
        for (int line = 0; line < lines.Length; line++)
        {
            foreach (string word in lines[line].Split('#')[0].Trim().Split(
                _between, StringSplitOptions.RemoveEmptyEntries))
            {
                if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                    || number < 1 || number > count)
                {
                    throw Refusal(text, isFile ? line + 1 : null, Shown(word), count);
                }

                numbers.Add(number);
            }
        }

        return numbers.Count > 0 ? numbers : throw Refusal(text, isFile ? lines.Length : null, "none", count);
    }

    private static NoticedException Refusal(string text, int? line, string found, int count) => line is { } number
        ? new InvalidFileException(text, string.Create(
            CultureInfo.InvariantCulture, $"line {number}: found {found}, expected numbers of classes, 1 to {count}"))
        : new SettingsException(text, NoticeCode.SettingsConflict, string.Create(
            CultureInfo.InvariantCulture,
            $"found {found}, expected a file that is there, or numbers of classes, 1 to {count}, with commas"));

    private static string Shown(string word) =>
        $"'{new string([.. word.Take(40).Select(letter => char.IsControl(letter) ? '.' : letter)])}'";
}

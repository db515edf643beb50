using System.Globalization;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Cli.Callers.Topaz;

/// <summary>The words after one of Topaz's commands, understood as Python's argparse does.</summary>
/// <remarks>
/// <c>--opt v</c>, <c>--opt=v</c>, <c>-tv</c>, a name's beginning where it fits one option only, negative numbers as
/// values, <c>@file</c> with one word a line, <c>--</c> before paths. What no option knows is noted and passed over.
/// </remarks>
internal sealed class TopazWords
{
    private readonly Dictionary<TopazOption, string> _values = [];
    private readonly List<string> _paths = [];
    private readonly List<string> _unknown = [];

    private TopazWords()
    {
    }

    /// <summary>What stands alone: names of files.</summary>
    public IReadOnlyList<string> Paths => _paths;

    /// <summary>Options that are not known, as they were typed.</summary>
    public IReadOnlyList<string> Unknown => _unknown;

    /// <summary>Options that were given and do nothing here.</summary>
    public IEnumerable<string> Idle => _values.Keys.Where(option => option.Text is null).Select(option => option.Name);

    /// <summary>Understands words.</summary>
    /// <param name="words">The words after the command's name.</param>
    /// <param name="options">The command's options.</param>
    /// <exception cref="UsageException">A value is missing, a beginning fits several options, or a list of words cannot
    /// be read.</exception>
    public static TopazWords Parse(IReadOnlyList<string> words, IReadOnlyList<TopazOption> options)
    {
        TopazWords result = new();
        string[] all = [.. words.SelectMany(word => Expanded(word, depth: 0))];
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i] == "--")
            {
                result._paths.AddRange(all[(i + 1)..]);
                break;
            }

            if (!IsOption(all[i]))
            {
                result._paths.Add(all[i]);
                continue;
            }

            (TopazOption? option, string? value) = Find(all[i], options);
            if (option is null)
            {
                // Whatever follows an option that nobody knows is its value, unless it is a file.
                result._unknown.Add(all[i]);
                bool takesNext = value is null && i + 1 < all.Length
                    && !IsOption(all[i + 1]) && !File.Exists(all[i + 1]);
                i += takesNext ? 1 : 0;
            }
            else if (option.Value is null)
            {
                result._values[option] = string.Empty;
            }
            else if (value is not null || (i + 1 < all.Length && !IsOption(all[i + 1])))
            {
                result._values[option] = value ?? all[++i];
            }
            else
            {
                throw new UsageException($"argument {option.Name}: expected one argument");
            }
        }

        return result;
    }

    /// <summary>Whether an option was given.</summary>
    /// <param name="name">The name that messages use.</param>
    public bool Has(string name) => Text(name) is not null;

    /// <summary>The value of an option.</summary>
    /// <param name="name">The name that messages use.</param>
    /// <returns>The value; null where the option was not given.</returns>
    public string? Text(string name)
    {
        foreach ((TopazOption option, string value) in _values)
        {
            if (option.Name == name)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The value of an option that is a number.</summary>
    /// <param name="name">The name that messages use.</param>
    /// <returns>The number; null where the option was not given.</returns>
    /// <exception cref="UsageException">It is none.</exception>
    public double? Number(string name) => Text(name) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && double.IsFinite(number) ? number
        : throw new UsageException($"argument {name}: found '{text}', expected a number");

    /// <summary>The value of an option that is a positive number.</summary>
    /// <param name="name">The name that messages use.</param>
    /// <returns>The number; null where the option was not given.</returns>
    /// <exception cref="UsageException">It is none.</exception>
    public double? Positive(string name) => Number(name) is not { } number ? null
        : number > 0 ? number
        : throw new UsageException($"argument {name}: found {Text(name)}, expected a positive number");

    /// <summary>The value of an option that is a whole number.</summary>
    /// <param name="name">The name that messages use.</param>
    /// <returns>The number; null where the option was not given.</returns>
    /// <exception cref="UsageException">It is none.</exception>
    public int? Whole(string name) => Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number
        : throw new UsageException($"argument {name}: found '{text}', expected a whole number");

    private static bool IsOption(string word) =>
        word.Length > 1 && word[0] == '-'
        && !double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static (TopazOption? Option, string? Value) Find(string word, IReadOnlyList<TopazOption> options)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        (string name, string? value) = equals < 0 ? (word, null) : (word[..equals], word[(equals + 1)..]);
        if (options.FirstOrDefault(option => option.Names.Contains(name)) is { } exact)
        {
            return (exact, value);
        }

        if (!word.StartsWith("--", StringComparison.Ordinal))
        {
            TopazOption? attached = options.FirstOrDefault(
                option => option.Value is not null && option.Names.Contains(word[..2]));
            return (attached, attached is null ? value : word[2..]);
        }

        TopazOption[] fitting =
        [
            .. options.Where(option => option.Names.Any(full => full.StartsWith(name, StringComparison.Ordinal))),
        ];
        return fitting.Length <= 1 ? (fitting.FirstOrDefault(), value) : throw new UsageException(
            $"ambiguous option: {name} could match {string.Join(", ", fitting.Select(option => option.Name))}");
    }

    // Lists of words may name further lists, but not each other for ever.
    private static IEnumerable<string> Expanded(string word, int depth)
    {
        if (word.Length < 2 || word[0] != '@')
        {
            return [word];
        }

        try
        {
            string text = System.Text.Encoding.UTF8.GetString(InputFile.ReadAll(word[1..]));
            string[] lines = text.TrimEnd('\r', '\n').Split('\n');
            return depth > 8 ? throw new UsageException($"{word}: lists of words name each other") : lines
                .Select(line => line.TrimEnd('\r'))
                .Where(line => line.Length > 0)
                .SelectMany(line => Expanded(line, depth + 1));
        }
        catch (InvalidFileException failure)
        {
            throw new UsageException(failure.Message);
        }
    }
}

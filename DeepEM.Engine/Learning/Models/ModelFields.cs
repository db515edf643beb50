using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Safetensors;

namespace DeepEM.Engine.Learning.Models;

/// <summary>
/// Reads typed values out of the metadata of a model or checkpoint; what is missing or off is an error that names it.
/// </summary>
internal sealed class ModelFields(string path, IReadOnlyDictionary<string, string> metadata)
{
    public void RequireKind(string expected, int newestFormat)
    {
        string kind = Text("kind");
        if (kind != expected)
        {
            throw new InvalidFileException(path, $"metadata kind is '{Excerpt.Of(kind)}', expected '{expected}'");
        }

        int format = Int32("format_version", 1, int.MaxValue);
        if (format > newestFormat)
        {
            throw new InvalidFileException(
                path,
                $"{kind} format {format} was written by DeepEM {Excerpt.Of(Text("program_version"))}; this is DeepEM "
                + $"{ProductVersion.Text}, which reads formats up to {newestFormat}");
        }
    }

    public bool Has(string name) => metadata.ContainsKey(name);

    public string Text(string name) => metadata.TryGetValue(name, out string? text)
        ? text
        : throw new InvalidFileException(path, $"metadata has no '{name}': not a file of DeepEM's");

    public double Number(string name)
    {
        string text = Text(name);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value)
            ? value
            : throw Wrong(name, text, "a finite number");
    }

    public double Positive(string name, double most)
    {
        double value = Number(name);
        return value > 0 && value <= most
            ? value
            : throw Wrong(
                name,
                Text(name),
                string.Create(CultureInfo.InvariantCulture, $"a positive number of at most {most}"));
    }

    public int Int32(string name, int least, int most)
    {
        string text = Text(name);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            && value >= least && value <= most
            ? value
            : throw Wrong(name, text, $"a whole number of {least} to {most}");
    }

    public long Int64(string name)
    {
        string text = Text(name);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Wrong(name, text, "a whole number");
    }

    public T Enumeration<T>(string name)
        where T : struct, Enum
    {
        string text = Text(name);
        return Enum.GetNames<T>().Contains(text, StringComparer.Ordinal)
            ? Enum.Parse<T>(text)
            : throw Wrong(name, text, string.Join(", ", Enum.GetNames<T>()));
    }

    public double[] Numbers(string name, int count) => Numbers(name, count, count);

    public double[] Numbers(string name, int least, int most)
    {
        string text = Text(name);
        string expected = least == most ? $"{least} numbers" : $"{least} to {most} numbers";
        return JsonNumbers.TryParse(text, out double[] values) && values.Length >= least && values.Length <= most
            ? values
            : throw Wrong(name, text, expected);
    }

    public InvalidFileException Wrong(string name, string found, string expected) =>
        new(path, $"metadata {name} is '{Excerpt.Of(found)}', expected {expected}");
}

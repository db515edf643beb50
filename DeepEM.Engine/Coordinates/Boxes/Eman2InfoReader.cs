using System.Globalization;
using System.Text.Json;
using DeepEM.Engine.Coordinates.Tables;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates.Boxes;

/// <summary>Reads EMAN2's <c>info/*_info.json</c>: <c>"boxes": [[x, y, "manual"], [x, y, "auto", score], ...]</c>,
/// centres in pixels of the micrograph.</summary>
/// <remarks>Everything but <c>boxes</c> is passed over. The text is read from front to back without a tree of it, and
/// never deeper than 64 levels.</remarks>
public static class Eman2InfoReader
{
    private const string InfoEnding = "_info.json";

    private static readonly JsonReaderOptions _options = new() { MaxDepth = 64 };

    /// <summary>Reads a text that is in memory already.</summary>
    /// <param name="path">Its name, for messages; one that ends in <c>_info.json</c> may be without boxes.</param>
    /// <param name="text">The text, UTF-8.</param>
    /// <param name="warnings">Receives what was odd.</param>
    /// <returns>The particles, each place once.</returns>
    /// <exception cref="InvalidFileException">It is no JSON, or its boxes are wrong.</exception>
    public static CoordinateFile Parse(string path, ReadOnlySpan<byte> text, ICollection<Notice> warnings)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(warnings);
        ReadOnlySpan<byte> json = text[NumberLine.Start(text)..];
        ParticleCollector particles = new(path);
        Utf8JsonReader reader = new(json, _options);
        try
        {
            bool hasBoxes = ReadObject(path, json, ref reader, particles);
            if (!hasBoxes && !path.EndsWith(InfoEnding, StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidFileException(path, "has no \"boxes\", expected an info file of EMAN2");
            }
        }
        catch (JsonException exception)
        {
            string reason = exception.Message.Split(" LineNumber:")[0].ReplaceLineEndings(" ");
            throw new InvalidFileException(
                path,
                $"line {exception.LineNumber + 1}: is not valid JSON: {StarTable.Excerpt(reason, 120)}",
                exception);
        }

        return new CoordinateFile(path, CoordinateFormat.Eman2, HasNames: false, particles.Finish(warnings));
    }

    private static bool ReadObject(
        string path, ReadOnlySpan<byte> json, ref Utf8JsonReader reader, ParticleCollector particles)
    {
        bool hasBoxes = false;
        Require(path, json, ref reader, JsonTokenType.StartObject, "an object with \"boxes\"");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isBoxes = reader.ValueTextEquals("boxes"u8);
            if (!isBoxes)
            {
                reader.Skip();
                continue;
            }

            if (hasBoxes)
            {
                throw Invalid(path, json, reader, "found \"boxes\" twice, expected it once");
            }

            hasBoxes = true;
            Require(path, json, ref reader, JsonTokenType.StartArray, "an array of boxes");
            while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
            {
                ReadBox(path, json, ref reader, particles);
            }

            if (reader.TokenType != JsonTokenType.EndArray)
            {
                throw Invalid(path, json, reader, $"found {Found(reader)}, expected a box [x, y, \"manual\"]");
            }
        }

        // Reads on to the end, so that text after the object is found.
        while (reader.Read())
        {
            continue;
        }

        return hasBoxes;
    }

    private static void ReadBox(
        string path, ReadOnlySpan<byte> json, ref Utf8JsonReader reader, ParticleCollector particles)
    {
        double x = Number(path, json, ref reader);
        double y = Number(path, json, ref reader);
        double score = 0;
        int index = 2;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (index == 2 && reader.TokenType != JsonTokenType.String)
            {
                throw Invalid(
                    path,
                    json,
                    reader,
                    $"found {Found(reader)}, expected how the box was made, as in [x, y, \"manual\"]");
            }

            if (index == 3 && reader.TokenType == JsonTokenType.Number)
            {
                score = Finite(path, json, reader);
            }

            reader.Skip();
            index++;
        }

        particles.Add("", new Particle(x, y, score));
    }

    private static double Number(string path, ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        Require(path, json, ref reader, JsonTokenType.Number, "a coordinate");
        return Finite(path, json, reader);
    }

    private static double Finite(string path, ReadOnlySpan<byte> json, Utf8JsonReader reader) =>
        StarText.TryNumber(reader.ValueSpan, out double value)
            ? value
            : throw Invalid(path, json, reader, $"found {Found(reader)}, expected a finite number");

    private static void Require(
        string path, ReadOnlySpan<byte> json, ref Utf8JsonReader reader, JsonTokenType type, string expected)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw Invalid(path, json, reader, $"found {Found(reader)}, expected {expected}");
        }
    }

    private static string Found(Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.EndArray or JsonTokenType.EndObject => "its end",
        _ => $"'{StarTable.Excerpt(reader.ValueSpan)}'",
    };

    private static InvalidFileException Invalid(
        string path, ReadOnlySpan<byte> json, Utf8JsonReader reader, string message)
    {
        int position = (int)Math.Min(reader.TokenStartIndex, Math.Max(json.Length - 1, 0));
        return new InvalidFileException(
            path, string.Create(CultureInfo.InvariantCulture, $"line {StarText.LineOf(json, position)}: {message}"));
    }
}

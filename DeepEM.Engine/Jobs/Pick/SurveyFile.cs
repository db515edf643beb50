using System.Text.Json;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Picking.Survey;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>The result of a survey on disk, so that a run that goes on shows its micrographs as it began.</summary>
/// <remarks>Written value by value: a serialiser compiled for its types would delay every start.</remarks>
/// <param name="path">The file.</param>
/// <param name="run">What the survey depends on; a file of another run is as good as none.</param>
/// <param name="isLookedAt">Says of a micrograph that was looked at whether this run has it, unchanged.</param>
internal sealed class SurveyFile(string path, string run, Func<string, bool> isLookedAt)
{
    /// <summary>Reads the result.</summary>
    /// <returns>It; null where there is none of this run.</returns>
    public SurveyResult? Read()
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            return root.GetProperty("run").GetString() != run
                || !root.GetProperty("looked_at").EnumerateArray().Any(file => isLookedAt(file.GetString()!))
                ? null
                : new SurveyResult(
                    root.GetProperty("seen_diameter").GetDouble(),
                    root.GetProperty("inverted").GetBoolean(),
                    root.GetProperty("micrographs").GetInt32(),
                    [.. root.GetProperty("sizes").EnumerateArray().Select(size => new SurveyedSize(
                        size.GetProperty("seen_diameter").GetDouble(),
                        size.GetProperty("inverted").GetBoolean(),
                        size.GetProperty("certain").GetInt32(),
                        size.GetProperty("likely").GetInt32()))]);
        }
        catch (Exception other) when (other is IOException or UnauthorizedAccessException or JsonException
            or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Writes the result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="files">The micrographs that were looked at, each as this object asks about it.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(SurveyResult result, IEnumerable<string> files)
    {
        OutputFolder.Make(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, stream => Write(stream, result, files));
    }

    private void Write(Stream stream, SurveyResult result, IEnumerable<string> files)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("run", run);
        Write(json, result.SeenDiameter, result.IsInverted);
        json.WriteNumber("micrographs", result.Micrographs);
        json.WriteStartArray("looked_at");
        foreach (string file in files)
        {
            json.WriteStringValue(file);
        }

        json.WriteEndArray();
        json.WriteStartArray("sizes");
        foreach (SurveyedSize size in result.Sizes)
        {
            json.WriteStartObject();
            Write(json, size.SeenDiameter, size.IsInverted);
            json.WriteNumber("certain", size.Certain);
            json.WriteNumber("likely", size.Likely);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, double seenDiameter, bool isInverted)
    {
        json.WriteNumber("seen_diameter", seenDiameter);
        json.WriteBoolean("inverted", isInverted);
    }
}

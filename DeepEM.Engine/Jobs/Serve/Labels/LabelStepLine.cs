using System.Text.Json;
using DeepEM.Engine.Foundation;

namespace DeepEM.Engine.Jobs.Serve.Labels;

/// <summary>A step as a line of JSON.</summary>
/// <remarks>
/// <code>{"seq":7,"client":"a1","undone":0,"redone":0,
/// "ops":[{"id":"e7","op":"Add","mic":"mic_000","mark":"m7","x":12.5,"y":30,"kind":"Particle"}]}</code>
/// </remarks>
internal static class LabelStepLine
{
    /// <summary>Writes a step.</summary>
    /// <param name="step">The step.</param>
    /// <returns>The line without its end, UTF-8.</returns>
    public static byte[] Write(LabelStep step)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter json = new(line))
        {
            json.WriteStartObject();
            json.WriteNumber("seq", step.Number);
            json.WriteString("client", step.Client);
            json.WriteNumber("undone", step.Undone);
            json.WriteNumber("redone", step.Redone);
            json.WriteStartArray("ops");
            foreach (LabelEdit edit in step.Edits)
            {
                json.WriteStartObject();
                json.WriteString("id", edit.Id);
                json.WriteString("op", edit.Operation.ToString());
                json.WriteString("mic", edit.Micrograph);
                json.WriteString("mark", edit.Label.Id);
                json.WriteNumber("x", edit.Label.X);
                json.WriteNumber("y", edit.Label.Y);
                json.WriteString("kind", edit.Label.Kind.ToString());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return line.ToArray();
    }

    /// <summary>Reads a step.</summary>
    /// <param name="path">The journal, for errors.</param>
    /// <param name="line">The line.</param>
    /// <returns>The step; null for a line that a power cut has torn.</returns>
    /// <exception cref="InvalidFileException">It is a whole line, and no step.</exception>
    public static LabelStep? Read(string path, string line)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }

        using (document)
        {
            try
            {
                JsonElement root = document.RootElement;
                return new LabelStep(
                    root.GetProperty("seq").GetInt64(),
                    root.GetProperty("client").GetString()!,
                    [.. root.GetProperty("ops").EnumerateArray().Select(Edit)],
                    root.GetProperty("undone").GetInt64(),
                    root.GetProperty("redone").GetInt64());
            }
            catch (Exception exception)
                when (exception is KeyNotFoundException or InvalidOperationException or FormatException
                    or ArgumentException)
            {
                throw new InvalidFileException(path, "has a line that is not an edit of labels");
            }
        }
    }

    private static LabelEdit Edit(JsonElement edit) => new(
        edit.GetProperty("id").GetString()!,
        Enum.Parse<LabelOperation>(edit.GetProperty("op").GetString()!),
        edit.GetProperty("mic").GetString()!,
        new Label(
            edit.GetProperty("mark").GetString()!,
            edit.GetProperty("x").GetDouble(),
            edit.GetProperty("y").GetDouble(),
            Enum.Parse<LabelKind>(edit.GetProperty("kind").GetString()!)));
}

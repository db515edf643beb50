using System.Text.Json;
using DeepEM.Engine.Foundation;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>One measured number.</summary>
/// <param name="Key">What was measured and its unit, for example "A.train.patches_per_s".</param>
/// <param name="Value">The median.</param>
public readonly record struct BenchmarkFigure(string Key, double Value)
{
    /// <summary>Writes figures with what they were measured on as one flat JSON object, UTF-8.</summary>
    /// <param name="figures">The figures; each key once.</param>
    /// <param name="device">The device in words.</param>
    /// <param name="threads">Threads of the CPU.</param>
    /// <param name="stream">Receives the object and a line break; not closed.</param>
    public static void WriteJson(IEnumerable<BenchmarkFigure> figures, string device, int threads, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(stream);
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("version", ProductVersion.Text);
            writer.WriteString("device", device);
            writer.WriteNumber("threads", threads);
            foreach (BenchmarkFigure figure in figures)
            {
                writer.WriteNumber(figure.Key, figure.Value);
            }

            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }
}

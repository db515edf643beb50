using System.Text.Json;
using System.Text.Json.Serialization;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>Writes reports as JSON with names like <c>average_precision</c>.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EvaluationReport))]
internal sealed partial class EvaluationReportJson : JsonSerializerContext
{
    /// <summary>Writes one report as UTF-8.</summary>
    /// <param name="report">The report.</param>
    /// <param name="stream">Receives one JSON object and a line break; not closed.</param>
    public static void Write(EvaluationReport report, Stream stream)
    {
        JsonSerializer.Serialize(stream, report, Default.EvaluationReport);
        stream.WriteByte((byte)'\n');
    }
}

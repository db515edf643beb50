using System.Text.Json;
using System.Text.Json.Serialization;

namespace DeepEM.Cli.Web.Wire;

/// <summary>Writes a mark as <c>[id, x, y, kind]</c>.</summary>
internal sealed class MarkRowConverter : JsonConverter<MarkRow>
{
    /// <inheritdoc/>
    public override MarkRow Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var row = JsonDocument.ParseValue(ref reader);
        return row.RootElement is { ValueKind: JsonValueKind.Array } values && values.GetArrayLength() == 4
            ? new MarkRow(
                values[0].GetString() ?? "", values[1].GetDouble(), values[2].GetDouble(), values[3].GetString() ?? "")
            : throw new JsonException("a mark is not [id, x, y, kind]");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, MarkRow value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(value.Id);
        writer.WriteNumberValue(value.X);
        writer.WriteNumberValue(value.Y);
        writer.WriteStringValue(value.Kind);
        writer.WriteEndArray();
    }
}

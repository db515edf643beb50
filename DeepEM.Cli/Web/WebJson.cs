using System.Text.Json;
using System.Text.Json.Serialization;

namespace DeepEM.Cli.Web;

/// <summary>How everything on the wire is written and read; made when the program is built.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(ErrorAnswer))]
internal sealed partial class WebJson : JsonSerializerContext;

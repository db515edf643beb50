using System.Text.Json.Serialization;

namespace DeepEM.Engine.Jobs.Serve;

/// <summary>How the files of a project are written.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ProjectState))]
[JsonSerializable(typeof(ProjectHolder))]
internal sealed partial class ServeJson : JsonSerializerContext;

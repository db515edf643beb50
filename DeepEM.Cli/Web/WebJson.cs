using System.Text.Json;
using System.Text.Json.Serialization;
using DeepEM.Cli.Web.Wire;

namespace DeepEM.Cli.Web;

/// <summary>How everything on the wire is written and read; made when the program is built.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BrowseAnswer))]
[JsonSerializable(typeof(InputsRequest))]
[JsonSerializable(typeof(UndoRequest))]
[JsonSerializable(typeof(EditsRequest))]
[JsonSerializable(typeof(JobRequest))]
[JsonSerializable(typeof(GalleryRequest))]
[JsonSerializable(typeof(ExportRequest))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(ProjectAnswer))]
[JsonSerializable(typeof(ProjectPatch))]
[JsonSerializable(typeof(JobAnswer))]
[JsonSerializable(typeof(CurvePointAnswer))]
[JsonSerializable(typeof(MicrographsAnswer))]
[JsonSerializable(typeof(SeqAnswer))]
[JsonSerializable(typeof(MarksAnswer))]
[JsonSerializable(typeof(GalleryAnswer))]
[JsonSerializable(typeof(UndoAnswer))]
[JsonSerializable(typeof(JobStarted))]
[JsonSerializable(typeof(ExportAnswer))]
[JsonSerializable(typeof(CommandAnswer))]
[JsonSerializable(typeof(EditEvent))]
[JsonSerializable(typeof(CurveEvent))]
[JsonSerializable(typeof(MicrographEvent))]
[JsonSerializable(typeof(CountsEvent))]
[JsonSerializable(typeof(NoticeEvent))]
[JsonSerializable(typeof(ThumbsEvent))]
internal sealed partial class WebJson : JsonSerializerContext;

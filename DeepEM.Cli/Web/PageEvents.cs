using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DeepEM.Cli.Web.Wire;

namespace DeepEM.Cli.Web;

/// <summary>Everything that a page is told, as it goes on the wire.</summary>
/// <remarks>The number is that of the event, from which a page goes on that was away.</remarks>
internal static class PageEvents
{
    // What there is one of.
    private const string Only = "";

    /// <summary>Marks were edited.</summary>
    public static StreamEvent Edit(long id, EditEvent edit) => Of(id, "edit", null, edit, WebJson.Default.EditEvent);

    /// <summary>A job has come farther.</summary>
    public static StreamEvent Job(long id, JobAnswer job) => Of(id, "job", job.Id, job, WebJson.Default.JobAnswer);

    /// <summary>A training has measured its loss.</summary>
    public static StreamEvent Curve(long id, CurveEvent point) =>
        Of(id, "curve", null, point, WebJson.Default.CurveEvent);

    /// <summary>Something is new of a micrograph.</summary>
    public static StreamEvent Micrograph(long id, MicrographEvent micrograph) =>
        Of(id, "micrograph", Index(micrograph.I), micrograph, WebJson.Default.MicrographEvent);

    /// <summary>A micrograph was picked.</summary>
    public static StreamEvent Counts(long id, CountsEvent counts) =>
        Of(id, "counts", Index(counts.I), counts, WebJson.Default.CountsEvent);

    /// <summary>The STAR files have all edits up to one.</summary>
    public static StreamEvent Saved(long id, SeqAnswer saved) =>
        Of(id, "saved", Only, saved, WebJson.Default.SeqAnswer);

    /// <summary>A person should know something.</summary>
    public static StreamEvent Notice(long id, NoticeEvent notice) =>
        Of(id, "notice", null, notice, WebJson.Default.NoticeEvent);

    /// <summary>Small pictures are made.</summary>
    public static StreamEvent Thumbs(long id, ThumbsEvent thumbs) =>
        Of(id, "thumbs", null, thumbs, WebJson.Default.ThumbsEvent);

    /// <summary>The project has changed, or a page was away for so long that it has to ask for all again.</summary>
    public static StreamEvent Project(long id, ProjectAnswer project) =>
        Of(id, "project", Only, project, WebJson.Default.ProjectAnswer);

    private static string Index(int index) => index.ToString(CultureInfo.InvariantCulture);

    private static StreamEvent Of<T>(long id, string name, string? subject, T value, JsonTypeInfo<T> type) =>
        new(id, name, subject, JsonSerializer.SerializeToUtf8Bytes(value, type));
}

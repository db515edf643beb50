using DeepEM.Cli.Web.Wire;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Serve;
using DeepEM.Engine.Jobs.Serve.Labels;
using DeepEM.Engine.Jobs.Serve.Work;

namespace DeepEM.Cli.Web;

/// <summary>What the engine knows in the words of the wire, and back.</summary>
internal static class EngineWords
{
    /// <summary>A job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="isWhole">Whether its curve and its result belong to it.</param>
    public static JobAnswer Of(ServedJob job, bool isWhole = false) => new(
        job.Id,
        Word(job.Kind),
        Word(job.State),
        job.Stage,
        job.Done,
        job.Total,
        job.SecondsLeft,
        job.Error,
        job.Message,
        job.Number,
        isWhole ? [.. job.Curve.Select(Of)] : null,
        isWhole && job.Result is { } result ? Of(result) : null);

    /// <summary>A mark.</summary>
    /// <param name="label">The mark.</param>
    public static MarkRow Of(Label label) => new(label.Id, label.X, label.Y, Word(label.Kind));

    /// <summary>An edit.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="index">Index of its micrograph.</param>
    public static EditOperation Of(LabelEdit edit, int index)
    {
        Label label = edit.Label;
        bool hasPlace = edit.Operation is LabelOperation.Add or LabelOperation.Move;
        return new EditOperation(
            edit.Id,
            Word(edit.Operation),
            label.Id,
            index,
            hasPlace ? label.X : null,
            hasPlace ? label.Y : null,
            edit.Operation is LabelOperation.Add or LabelOperation.Kind ? Word(label.Kind) : null);
    }

    /// <summary>An edit of a page, which was checked.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="output">Name of the outputs of its micrograph.</param>
    public static LabelEdit Of(EditOperation edit, string output) => new(
        edit.Id,
        edit.Op switch
        {
            "add" => LabelOperation.Add,
            "move" => LabelOperation.Move,
            "kind" => LabelOperation.Kind,
            _ => LabelOperation.Remove,
        },
        output,
        new Label(edit.Mark, edit.X ?? 0, edit.Y ?? 0, edit.Kind == "not" ? LabelKind.Negative : LabelKind.Particle));

    /// <summary>A micrograph.</summary>
    /// <param name="index">Its index.</param>
    /// <param name="figures">What is known of it.</param>
    public static MicrographEvent Of(
        int index, (ServedMicrograph Micrograph, int Particles, int Negatives, int Picks) figures) => new(
            index,
            Word(figures.Micrograph.State),
            figures.Micrograph.Reason,
            figures.Micrograph.Width,
            figures.Micrograph.Height,
            figures.Particles,
            figures.Negatives,
            figures.Picks,
            Finite(figures.Micrograph.Score),
            Finite(figures.Micrograph.Masked));

    /// <summary>A notice.</summary>
    /// <param name="notice">The notice.</param>
    public static NoticeEvent Of(Notice notice) => new(Word(notice.Severity), notice.Code, notice.ToString());

    /// <summary>A picture of a gallery.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="mark">What a person said of it.</param>
    public static GalleryItem Of(GalleryPicture picture, GalleryMark? mark) => new(
        picture.Id,
        picture.Index,
        picture.Place?.X,
        picture.Place?.Y,
        Finite(picture.Place?.FigureOfMerit),
        picture.Class?.Number,
        picture.Class?.Count,
        Finite(picture.Class?.HeldOutEvidence),
        mark is { } said ? Word(said) : null);

    /// <summary>What an undo or a redo did, for people; null for nothing.</summary>
    /// <param name="edits">The edits that did it.</param>
    /// <param name="isRedo">Whether they were done again; else they took back.</param>
    /// <param name="micrograph">Name of their micrograph.</param>
    public static string? What(IReadOnlyList<LabelEdit> edits, bool isRedo, string micrograph)
    {
        if (edits.Count == 0)
        {
            return null;
        }

        string verb = edits[0].Operation switch
        {
            LabelOperation.Add => isRedo ? "added" : "removed",
            LabelOperation.Remove => isRedo ? "removed" : "added",
            LabelOperation.Move => "moved",
            _ => "changed",
        };
        string what = edits.Count > 1 ? $"{edits.Count} marks"
            : edits[0].Label.Kind == LabelKind.Particle ? "a particle"
            : "a mark of no particle";
        return $"{verb} {what} on {micrograph}";
    }

    /// <summary>A number that JSON can hold.</summary>
    /// <param name="value">The number.</param>
    public static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static CurvePointAnswer Of(LossPoint point) => new(point.Step, point.TrainingLoss, point.HeldOutLoss);

    private static TrainingAnswer Of(TrainedResult result) => new(
        null,
        result.Labels,
        null,
        null,
        [.. result.Curve.Select(point => Finite(point.Precision) ?? 0)],
        [.. result.Curve.Select(point => Finite(point.Recall) ?? 0)],
        [.. result.Curve.Select(point => point.Threshold)]);

    private static string Word(LabelKind kind) => kind == LabelKind.Particle ? "particle" : "not";

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

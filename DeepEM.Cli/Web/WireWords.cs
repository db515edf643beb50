using System.Text;
using DeepEM.Cli.Web.Wire;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Jobs.Serve;
using DeepEM.Engine.Jobs.Serve.Labels;
using DeepEM.Engine.Jobs.Serve.Work;
using DeepEM.Engine.Micrographs.Masks;
using GalleryMark = DeepEM.Engine.Jobs.Serve.GalleryMark;

namespace DeepEM.Cli.Web;

/// <summary>What things are called on the wire.</summary>
internal static class WireWords
{
    private const string Particle = "particle";
    private const string Negative = "not";

    /// <summary>A contrast; null is auto.</summary>
    public static string Of(ParticleContrast? contrast) => contrast switch
    {
        ParticleContrast.Dark => "dark",
        ParticleContrast.Bright => "light",
        _ => "auto",
    };

    /// <summary>The contrast of a word.</summary>
    public static ParticleContrast? Contrast(string word) => word switch
    {
        "dark" => ParticleContrast.Dark,
        "light" => ParticleContrast.Bright,
        _ => null,
    };

    /// <summary>A kind of labels.</summary>
    public static string Of(LabelKind kind) => kind == LabelKind.Particle ? Particle : Negative;

    /// <summary>How far a micrograph is.</summary>
    public static string Of(ServedState state) => state.ToString().ToLowerInvariant();

    /// <summary>A job without its curve.</summary>
    public static JobAnswer Of(ServedJob job) => new(
        job.Id,
        job.Kind.ToString().ToLowerInvariant(),
        job.State.ToString().ToLowerInvariant(),
        job.Stage,
        job.Done,
        job.Total,
        job.SecondsLeft,
        job.Error,
        job.Message,
        job.Number);

    /// <summary>How good a new model is.</summary>
    public static TrainingAnswer Of(TrainedResult result) => new(
        double.IsFinite(result.AveragePrecision) ? (int)Math.Round(result.AveragePrecision * result.Labels) : null,
        result.Labels,
        null,
        null,
        [.. result.Curve.Select(point => point.Precision)],
        [.. result.Curve.Select(point => point.Recall)],
        [.. result.Curve.Select(point => point.Threshold)]);

    /// <summary>An edit of the wire.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="output">Name of the micrograph's outputs.</param>
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
        new Label(
            edit.Mark, edit.X ?? 0, edit.Y ?? 0, edit.Kind == Negative ? LabelKind.Negative : LabelKind.Particle));

    /// <summary>An edit for the wire.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="index">Index of the micrograph.</param>
    public static EditOperation Of(LabelEdit edit, int index) => new(
        edit.Id,
        edit.Operation.ToString().ToLowerInvariant(),
        edit.Label.Id,
        index,
        edit.Label.X,
        edit.Label.Y,
        Of(edit.Label.Kind));

    /// <summary>What edits did, for people.</summary>
    /// <param name="edits">The edits, at least one.</param>
    public static string What(IReadOnlyList<LabelEdit> edits)
    {
        string thing = edits[0].Label.Kind == LabelKind.Particle ? "a particle" : "a mark of no particle";
        string done = edits[0].Operation switch
        {
            LabelOperation.Add => "added",
            LabelOperation.Move => "moved",
            LabelOperation.Kind => "changed",
            _ => "removed",
        };
        return edits.Count == 1 ? $"{done} {thing}" : FormattableString.Invariant($"{done} {edits.Count} marks");
    }

    /// <summary>The gallery of a word.</summary>
    /// <exception cref="RequestException">There is none of the name.</exception>
    public static GalleryKind Gallery(string word) => word switch
    {
        "doubtful" => GalleryKind.Doubtful,
        "missed" => GalleryKind.Missed,
        "classes" => GalleryKind.Classes,
        _ => throw RequestException.Bad("kind is not one of doubtful, missed and classes"),
    };

    /// <summary>What is said of a picture; null for nothing.</summary>
    public static GalleryMark? Mark(string? word) => word switch
    {
        "good" => GalleryMark.Good,
        "bad" => GalleryMark.Bad,
        "unsure" => GalleryMark.Unsure,
        _ => null,
    };

    /// <summary>A picture of a gallery.</summary>
    public static GalleryItem Of(GalleryPicture picture, GalleryMark? mark) => new(
        picture.Id,
        picture.Index,
        picture.Place?.X,
        picture.Place?.Y,
        picture.Place?.FigureOfMerit ?? picture.Class?.Probability,
        picture.Class?.Number,
        picture.Class?.Count,
        picture.Class is { } one && double.IsFinite(one.Structure) ? one.Structure : null,
        mark?.ToString().ToLowerInvariant());

    /// <summary>The format of a word.</summary>
    /// <exception cref="RequestException">There is none of the name.</exception>
    public static CoordinateFormat Format(string word) => word switch
    {
        "star" => CoordinateFormat.Relion,
        "box" => CoordinateFormat.Box,
        "cbox" => CoordinateFormat.Cbox,
        "cs" => CoordinateFormat.CryoSparc,
        _ => throw RequestException.Bad("formats are not some of star, box, cbox and cs"),
    };

    /// <summary>A word that changes with a file.</summary>
    public static string TagOf(string path) =>
        Convert.ToHexStringLower(Encoding.UTF8.GetBytes(FileIdentity.Stamp(path) ?? path));
}

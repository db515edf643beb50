using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>How good scored picks are by labels.</summary>
/// <param name="Radius">Pixels below which a pick and a label are one particle.</param>
/// <param name="Curve">Precision and recall at every score.</param>
public sealed record TopazFigures(double Radius, PrecisionRecallCurve Curve)
{
    /// <summary>Holds picks against labels.</summary>
    /// <param name="picks">The picks of each micrograph.</param>
    /// <param name="targets">The labels, a file or a folder.</param>
    /// <param name="radius">Pixels below which the two match, positive.</param>
    /// <param name="only">The micrographs that count; null for all that have labels.</param>
    /// <exception cref="Foundation.InvalidFileException">The labels cannot be read.</exception>
    public static TopazFigures Of(
        IReadOnlyList<MicrographPicks> picks, string targets, double radius, IReadOnlyList<string>? only = null)
    {
        ArgumentNullException.ThrowIfNull(picks);
        PickSet labels = PickReader.Read(targets);
        var found = new PickSet(targets, picks.DistinctBy(one => one.Micrograph), Array.Empty<Notice>());
        MicrographPicks[] wanted = only is null
            ? [.. labels.Micrographs]
            : [.. labels.Match(only).OfType<MicrographPicks>()];
        IReadOnlyList<MicrographPicks?> matched = found.Match([.. wanted.Select(one => one.Micrograph)]);
        return new TopazFigures(radius, PrecisionRecallCurve.From(
            [
                .. wanted.Select((one, i) => new LabelledMicrograph(
                    one.Micrograph, 0, 0, one.Particles, matched[i]?.Particles ?? [], [])),
            ],
            radius));
    }
}

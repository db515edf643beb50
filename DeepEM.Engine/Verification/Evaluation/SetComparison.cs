using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>How two sets of picks of the same micrographs agree, and whether they would agree better mirrored or on
/// another scale.</summary>
/// <remarks>The radius of a match is a quarter of the median distance from a label to the next, so that it needs no
/// diameter and chance matches stay few.</remarks>
/// <param name="Summary">How well they match as they are.</param>
/// <param name="Radius">Pixels below which two picks match.</param>
/// <param name="Best">How the picks lie relative to the labels; as given where that fits; null where few match and the
/// sizes needed to tell are not known.</param>
/// <param name="MatchedTurned">How many match in the best orientation.</param>
/// <param name="Scale">Binning by which the picks would have to be unbinned to match far better; 1 where that does not
/// help.</param>
/// <param name="MatchedScaled">How many match on that scale.</param>
/// <param name="Warnings">What is odd about the places, each a notice.</param>
public sealed record SetComparison(
    MatchSummary Summary,
    double Radius,
    Orientation? Best,
    int MatchedTurned,
    double Scale,
    int MatchedScaled,
    IReadOnlyList<Notice> Warnings)
{
    private const double LeastRadius = 1;
    private const double UsualRadius = 20;

    // The median of so many of a micrograph's distances is as good as that of all.
    private const int MostMeasured = 1000;

    // Binnings by which the picks might be off, both ways.
    private static readonly double[] _binnings =
        [2, 3, 4, 6, 8, 1.0 / 2, 1.0 / 3, 1.0 / 4, 1.0 / 6, 1.0 / 8];

    /// <summary>Compares.</summary>
    /// <param name="micrographs">The two sets, as labels and picks; sizes as far as they are known.</param>
    /// <returns>The comparison.</returns>
    public static SetComparison Of(IReadOnlyList<LabelledMicrograph> micrographs)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        double radius = RadiusFor(micrographs);
        MatchSummary asGiven = MatchSummary.Of(micrographs, radius);
        SetComparison same = new(
            asGiven, radius, Orientation.AsGiven, asGiven.Matched, 1, asGiven.Matched, PlacementCheck.Run(micrographs));
        if (2 * asGiven.Matched >= Math.Min(asGiven.Labels, asGiven.Picks))
        {
            return same;
        }

        (Orientation Best, int Matched)? turned = OrientationCheck.Run(micrographs, radius, asGiven);
        (double scale, int matched) = FindScale(micrographs, radius, asGiven);
        return same with
        {
            Best = turned?.Best,
            MatchedTurned = turned?.Matched ?? asGiven.Matched,
            Scale = scale,
            MatchedScaled = matched,
        };
    }

    private static (double Scale, int Matched) FindScale(
        IReadOnlyList<LabelledMicrograph> micrographs, double radius, MatchSummary asGiven)
    {
        (double Scale, int Matched) best = (1, asGiven.Matched);
        foreach (double binning in _binnings)
        {
            LabelledMicrograph[] scaled =
            [
                .. micrographs.Select(micrograph => micrograph with
                {
                    Picks = [.. micrograph.Picks.Select(pick => CoordinateFrame.ToMicrograph(
                        new BinnedPosition(pick.X, pick.Y), binning, pick.FigureOfMerit))],
                }),
            ];
            int matched = MatchSummary.Of(scaled, radius).Matched;
            if (matched > best.Matched && OrientationCheck.ClearlyMore(matched, asGiven.Matched))
            {
                best = (binning, matched);
            }
        }

        return best;
    }

    private static double RadiusFor(IReadOnlyList<LabelledMicrograph> micrographs)
    {
        List<double> distances = [];
        foreach (LabelledMicrograph micrograph in micrographs)
        {
            AddNearest(micrograph.Truth, distances);
        }

        if (distances.Count == 0)
        {
            return UsualRadius;
        }

        distances.Sort();
        return Math.Max(distances[distances.Count / 2] / 4, LeastRadius);
    }

    // Sorted by x, so that the search ends where x alone is farther away than the nearest so far.
    private static void AddNearest(IReadOnlyList<Particle> particles, List<double> distances)
    {
        Particle[] sorted = [.. particles.OrderBy(particle => particle.X)];
        int step = (sorted.Length / MostMeasured) + 1;
        for (int i = 0; i < sorted.Length && sorted.Length > 1; i += step)
        {
            double nearest = double.PositiveInfinity;
            for (int k = i + 1; k < sorted.Length && sorted[k].X - sorted[i].X < nearest; k++)
            {
                nearest = Math.Min(nearest, Distance(sorted[i], sorted[k]));
            }

            for (int k = i - 1; k >= 0 && sorted[i].X - sorted[k].X < nearest; k--)
            {
                nearest = Math.Min(nearest, Distance(sorted[i], sorted[k]));
            }

            distances.Add(nearest);
        }
    }

    private static double Distance(Particle one, Particle other) => Math.Sqrt(
        ((one.X - other.X) * (one.X - other.X)) + ((one.Y - other.Y) * (one.Y - other.Y)));
}

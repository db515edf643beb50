using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Learning.Labels;

/// <summary>Moves labels to where a network finds their particles: a person's hand is less steady.</summary>
/// <remarks>
/// What all labels have in common stays: if every one lies a few pixels to the left of what the network finds, that is
/// how the particle's centre was meant.
/// </remarks>
public static class Recentring
{
    // Further away than this, in diameters, it may be another particle.
    private const double Near = 0.25;

    // Half of the way: the network's centres scatter as well.
    private const double Share = 0.5;
    private const int LeastMoves = 5;

    /// <summary>Moves the labels of some micrographs.</summary>
    /// <param name="micrographs">The labelled micrographs.</param>
    /// <param name="picked">What was picked on each, binned pixels.</param>
    /// <param name="diameter">Particle diameter, binned pixels.</param>
    /// <returns>The micrographs; a label without a pick near it stays, and all do where there are few.</returns>
    public static IReadOnlyList<TrainingMicrograph> Move(
        IReadOnlyList<TrainingMicrograph> micrographs,
        IReadOnlyList<IReadOnlyList<BinnedPosition>> picked,
        double diameter)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        ArgumentNullException.ThrowIfNull(picked);
        (double X, double Y)?[][] ways =
            [.. micrographs.Select((m, i) => Ways(m.Particles, picked[i], Near * diameter))];
        (double X, double Y)[] found = [.. ways.SelectMany(w => w).OfType<(double, double)>()];
        if (found.Length < LeastMoves)
        {
            return micrographs;
        }

        (double X, double Y) common =
            (OrderStatistic.Median(found.Select(w => w.X)), OrderStatistic.Median(found.Select(w => w.Y)));
        return
        [
            .. micrographs.Select((m, i) => m with
            {
                Particles = [.. m.Particles.Zip(ways[i], (p, way) => way is { } w
                    ? new BinnedPosition(p.X + (Share * (w.X - common.X)), p.Y + (Share * (w.Y - common.Y)))
                    : p)],
            }),
        ];
    }

    private static (double X, double Y)?[] Ways(
        IReadOnlyList<BinnedPosition> labels, IReadOnlyList<BinnedPosition> picked, double near) =>
        [.. labels.Select(label => Nearest(label, picked, near))];

    private static (double X, double Y)? Nearest(
        BinnedPosition label, IReadOnlyList<BinnedPosition> picked, double near)
    {
        (double X, double Y)? best = null;
        double least = near * near;
        foreach (BinnedPosition pick in picked)
        {
            double x = pick.X - label.X;
            double y = pick.Y - label.Y;
            if ((x * x) + (y * y) < least)
            {
                least = (x * x) + (y * y);
                best = (x, y);
            }
        }

        return best;
    }
}

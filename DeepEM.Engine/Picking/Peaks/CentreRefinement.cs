using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Picking.Peaks;

/// <summary>Moves picks onto the centres of their particles, as far as the micrograph itself can tell.</summary>
/// <remarks>
/// <para>
/// A network finds a particle by all of its features and its centre less well. The mean of the particles found, by
/// distance from the centre, is a template; each pick moves towards where that answers most. Round particles are
/// centred much better so; for others the template is no better a guide than the network. Which of the two holds is
/// seen on the micrograph: the halves of the template see different pixels, so with the places a and b they find and
/// the place n of the network, the errors of the template have the mean square
/// </para>
/// <code>H² = ⟨|a − b − ⟨a − b⟩|²⟩ / 4,   and   T² = ⟨|(a + b)/2 − n|²⟩ ≈ ⟨|template − n|²⟩</code>
/// <para>
/// is that of template and network together. What all pairs are apart by is taken away: half of a solid particle
/// answers most a little outwards, each half to its side. Two halves that know nothing scatter over the whole search
/// and have H² = T² / 2: the share of the way to go is 1 − 2·H²/T², or nothing where that is no more than chance.
/// </para>
/// <para>Keeps buffers: one object serves one caller at a time.</para>
/// </remarks>
internal sealed class CentreRefinement
{
    // In diameters: the template's disc, a little wider than the particle, and the farthest a pick may move.
    private const double DiscRadius = 0.6;
    private const double Reach = 0.2;

    // Picks that the template is made of and judged by.
    private const int Most = 64;
    private const int Fewest = 20;

    // One and a half times the spread of the share over micrographs with nothing to gain and so many picks.
    private const double LeastShare = 0.25;

    private readonly int _radius;
    private readonly double _reach;

    // Side of the square that holds all places within reach and their neighbours, and the answers there.
    private readonly int _square;
    private readonly float[] _answers;

    /// <summary>Refines picks of particles of one size.</summary>
    /// <param name="diameter">Particle diameter, binned pixels.</param>
    public CentreRefinement(double diameter)
    {
        _radius = (int)Math.Ceiling(DiscRadius * diameter);
        _reach = Reach * diameter;
        _square = (2 * ((int)Math.Ceiling(_reach) + 1)) + 1;
        _answers = new float[_square * RadialTemplate.Stride(_square)];
    }

    /// <summary>Moves the picks of a micrograph.</summary>
    /// <param name="image">The prepared micrograph.</param>
    /// <param name="peaks">Its picks, best first.</param>
    /// <param name="sure">Logit from which a pick is a particle.</param>
    /// <returns>The picks in their order; those at the border, and all where nothing is gained, as they were.</returns>
    public IReadOnlyList<Peak> Refine(PreparedMicrograph image, IReadOnlyList<Peak> peaks, double sure)
    {
        Peak[] known = [.. peaks.TakeWhile(p => p.Logit >= sure).Where(p => IsInside(image, p)).Take(Most)];
        if (known.Length < Fewest)
        {
            return peaks;
        }

        var first = RadialTemplate.Of(image, known.Select(p => (p.Y, p.X)), _radius);
        (double Y, double X)[] better = [.. known.Select(p => Find(image, first, p))];
        var template = RadialTemplate.Of(image, better, _radius);
        (double Y, double X)[] centres = [.. known.Select(p => Find(image, template, p))];
        double share = Share(image, template, known, centres);
        if (share < LeastShare)
        {
            return peaks;
        }

        int found = 0;
        return
        [
            .. peaks.Select(p => !IsInside(image, p) ? p
                : Moved(p, found < centres.Length ? centres[found++] : Find(image, template, p), share)),
        ];
    }

    private double Share(
        PreparedMicrograph image, RadialTemplate template, Peak[] known, (double Y, double X)[] centres)
    {
        double scatter = ScatterOfHalves(image, template, known, 0) + ScatterOfHalves(image, template, known, 1);
        double moved = known.Zip(centres, (n, t) => Square(t.Y - n.Y) + Square(t.X - n.X)).Sum();
        return moved > 0 ? Math.Max(0, 1 - (scatter / 2 / moved)) : 0;
    }

    // The sum of |a − b − ⟨a − b⟩|² over every second pick; 0: right and left halves, 1: lower and upper ones.
    private double ScatterOfHalves(PreparedMicrograph image, RadialTemplate template, Peak[] known, int axis)
    {
        (RadialTemplate one, RadialTemplate other) = (template.Half(2 * axis), template.Half((2 * axis) + 1));
        Peak[] seen = [.. known.Where((_, k) => k % 2 == axis)];
        (double Y, double X)[] apart =
        [
            .. seen.Select(p => (A: Find(image, one, p), B: Find(image, other, p)))
                .Select(p => (p.A.Y - p.B.Y, p.A.X - p.B.X)),
        ];
        (double y, double x) = (apart.Average(d => d.Y), apart.Average(d => d.X));

        // A mean of n takes away one n-th of the scatter.
        return apart.Sum(d => Square(d.Y - y) + Square(d.X - x)) * apart.Length / (apart.Length - 1);
    }

    // The summit of the answers within reach of a pick.
    private (double Y, double X) Find(PreparedMicrograph image, RadialTemplate template, Peak peak)
    {
        (int row, int column) = ((int)Math.Round(peak.Y), (int)Math.Round(peak.X));
        (int top, int left) = (row - (_square / 2), column - (_square / 2));
        template.Answer(image, top, left, _square, _answers);
        int stride = RadialTemplate.Stride(_square);
        (float Answer, int Y, int X) best = (float.NegativeInfinity, _square / 2, _square / 2);
        for (int y = 1; y < _square - 1; y++)
        {
            for (int x = 1; x < _square - 1; x++)
            {
                float answer = _answers[(y * stride) + x];
                if (answer > best.Answer
                    && Square(top + y - peak.Y) + Square(left + x - peak.X) <= _reach * _reach)
                {
                    best = (answer, y, x);
                }
            }
        }

        int at = (best.Y * stride) + best.X;
        return (
            top + best.Y + Parabola.Summit(_answers[at - stride], _answers[at], _answers[at + stride]),
            left + best.X + Parabola.Summit(_answers[at - 1], _answers[at], _answers[at + 1]));
    }

    // With room for the disc wherever it is tried.
    private bool IsInside(PreparedMicrograph image, Peak peak)
    {
        double margin = _radius + Math.Ceiling(_reach) + 2;
        return peak.Y >= margin && peak.X >= margin
            && peak.Y <= image.Height - 1 - margin && peak.X <= image.Width - 1 - margin;
    }

    private static Peak Moved(Peak peak, (double Y, double X) to, double share) =>
        peak with { Y = peak.Y + (share * (to.Y - peak.Y)), X = peak.X + (share * (to.X - peak.X)) };

    private static double Square(double value) => value * value;
}

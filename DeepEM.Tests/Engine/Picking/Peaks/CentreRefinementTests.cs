using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Peaks;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking.Peaks;

[TestFixture]
public sealed class CentreRefinementTests
{
    private const double Diameter = 20;
    private const int Side = 480;
    private const int Spacing = 48;
    private const double Scatter = 2;
    private const float Sure = 2;

    [TestCase(true)]
    [TestCase(false)]
    public void Picks_of_round_particles_move_onto_their_centres(bool hollow)
    {
        (double Y, double X)[] centres = Centres();
        PreparedMicrograph image = Image(centres, noise: 0.5, hollow);
        Peak[] peaks = Scattered(centres);

        IReadOnlyList<Peak> refined = new CentreRefinement(Diameter).Refine(image, peaks, Sure);

        Assert.That(refined.Select(p => p.Logit), Is.EqualTo(peaks.Select(p => p.Logit)), "order and scores stay");
        Assert.That(Error(peaks, centres), Is.GreaterThan(1.2));
        Assert.That(Error(refined, centres), Is.LessThan(0.5 * Error(peaks, centres)));
    }

    [Test]
    public void Picks_on_mere_noise_hardly_move()
    {
        Peak[] peaks = Scattered(Centres());
        IReadOnlyList<Peak> refined =
            new CentreRefinement(Diameter).Refine(Image([], noise: 1), peaks, Sure);

        // What the template finds there lies 2.8 px away on average.
        Assert.That(Error(refined, [.. peaks.Select(p => (p.Y, p.X))]), Is.LessThan(0.7));
    }

    [Test]
    public void Too_few_sure_picks_are_no_template()
    {
        (double Y, double X)[] centres = Centres();
        Peak[] peaks = [.. Scattered(centres).Select((p, i) => p with { Logit = i < 19 ? Sure : Sure - 1 })];
        Assert.That(
            new CentreRefinement(Diameter).Refine(Image(centres, noise: 0.5), peaks, Sure), Is.SameAs(peaks));
    }

    [Test]
    public void Picks_at_the_border_stay_and_the_others_move()
    {
        (double Y, double X)[] centres = Centres();
        Peak[] peaks = [.. Scattered(centres), new Peak(3, 200, 1), new Peak(Side - 4, Side - 4, 1)];

        IReadOnlyList<Peak> refined =
            new CentreRefinement(Diameter).Refine(Image(centres, noise: 0.5), peaks, Sure);

        Assert.That(refined.TakeLast(2), Is.EqualTo(peaks.TakeLast(2)));
        Assert.That(refined[0], Is.Not.EqualTo(peaks[0]));
    }

    private static (double Y, double X)[] Centres()
    {
        var random = new RandomSource(1);
        return
        [
            .. from row in Enumerable.Range(0, 8)
               from column in Enumerable.Range(0, 8)
               select (
                   ((row + 1.5) * Spacing) + random.NextDouble(0, 8),
                   ((column + 1.5) * Spacing) + random.NextDouble(0, 8)),
        ];
    }

    private static Peak[] Scattered((double Y, double X)[] centres)
    {
        var random = new RandomSource(2);
        return
        [
            .. centres.Select(c => new Peak(
                c.Y + random.NextDouble(-Scatter, Scatter), c.X + random.NextDouble(-Scatter, Scatter), Sure)),
        ];
    }

    // Dark rings or discs with a soft rim.
    private static PreparedMicrograph Image((double Y, double X)[] centres, double noise, bool hollow = true)
    {
        var random = new RandomSource(3);
        float[] pixels = [.. Enumerable.Range(0, Side * Side).Select(_ => (float)(noise * random.NextGaussian()))];
        foreach ((double y, double x) in centres)
        {
            for (int i = (int)y - 14; i <= (int)y + 14; i++)
            {
                for (int j = (int)x - 14; j <= (int)x + 14; j++)
                {
                    double distance = Math.Sqrt(((i - y) * (i - y)) + ((j - x) * (j - x)));
                    double away = hollow ? distance - 7 : Math.Max(0, distance - 7);
                    pixels[(i * Side) + j] -= (float)Math.Exp(-0.125 * away * away);
                }
            }
        }

        return new PreparedMicrograph("m", pixels, Side, Side, 1, Side, Side);
    }

    private static double Error(IReadOnlyList<Peak> peaks, (double Y, double X)[] centres) => Math.Sqrt(
        centres.Select((c, i) => Math.Pow(peaks[i].Y - c.Y, 2) + Math.Pow(peaks[i].X - c.X, 2)).Average());
}

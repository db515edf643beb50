using DeepEM.Engine.Picking.Peaks;
using DeepEM.Engine.Picking.Scoring;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking.Peaks;

[TestFixture]
[Category(TestCategory.Smoke)]
public sealed class PeakFinderTests
{
    private const int Rows = 6;
    private const int Columns = 7;
    private SimdBackend _backend = null!;
    private PeakFinder _finder = null!;

    [SetUp]
    public void Create()
    {
        _backend = new SimdBackend(2);
        _finder = new PeakFinder(_backend);
    }

    [TearDown]
    public void Release()
    {
        _finder.Dispose();
        _backend.Dispose();
    }

    // Through (−1, 1), (0, 3), (1, 2) the parabola's summit lies at ½·(1 − 2)/(1 − 6 + 2) = 1/6; through 0, 3, 0 at 0.
    [Test]
    public void Peak_lies_at_the_summit_of_the_parabolas()
    {
        Peak peak = Find(0, ((3, 2), 1), ((3, 3), 3), ((3, 4), 2)).Single();
        Assert.That(peak.X, Is.EqualTo(0.5 + (2 * (3 + (1.0 / 6)))).Within(1e-12), "grid of 2 px, from 0.5 px on");
        Assert.That(peak.Y, Is.EqualTo(0.5 + (2 * 3)).Within(1e-12));
        Assert.That(peak.Logit, Is.EqualTo(3));
    }

    [Test]
    public void Peak_on_the_border_of_the_map_stays_there()
    {
        Peak peak = Find(0, ((0, 6), 3), ((1, 6), 2), ((0, 5), 2)).Single();
        Assert.That((peak.Y, peak.X), Is.EqualTo((0.5, 12.5)));
    }

    [Test]
    public void Two_equal_neighbours_give_one_peak_between_them()
    {
        Peak peak = Find(0, ((3, 3), 3), ((3, 4), 3)).Single();
        Assert.That(peak.X, Is.EqualTo(0.5 + (2 * 3.5)).Within(1e-12));
    }

    [Test]
    public void Peaks_come_best_first_and_those_at_the_floor_are_left_out()
    {
        IReadOnlyList<Peak> peaks = Find(1, ((1, 1), 2), ((1, 4), 5), ((4, 1), 1), ((4, 4), 4));
        Assert.That(peaks.Select(p => p.Logit), Is.EqualTo(new float[] { 5, 4, 2 }));
    }

    [Test]
    public void Maps_of_different_extents_follow_one_another()
    {
        Find(0, ((3, 3), 3));
        var small = new ScoreMap([0, 0, 0, 1], 2, 2, 2, 0, 0);
        Assert.That(_finder.Find(small, 0.5).Single(), Is.EqualTo(new Peak(2, 2, 1)));
        Assert.That(Find(0, ((3, 3), 3)), Has.Count.EqualTo(1));
    }

    private IReadOnlyList<Peak> Find(double floor, params ((int Row, int Column) At, float Value)[] places)
    {
        float[] logits = new float[Rows * Columns];
        foreach (((int row, int column), float value) in places)
        {
            logits[(row * Columns) + column] = value;
        }

        return _finder.Find(new ScoreMap(logits, Rows, Columns, 2, 0.5, 0.5), floor);
    }
}

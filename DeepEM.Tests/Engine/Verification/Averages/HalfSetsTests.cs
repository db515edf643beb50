using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Verification.Averages;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Averages;

[TestFixture]
[Category(TestCategory.Smoke)]
public sealed class HalfSetsTests
{
    private const double Diameter = 34;

    [Test]
    public void Six_micrographs_are_divided_as_wholes()
    {
        ParticleCrops crops = Scattered(micrographs: 6, each: 20);

        int[] halves = HalfSets.Of(crops, Diameter);

        for (int m = 0; m < 6; m++)
        {
            Assert.That(halves.Where((_, i) => crops.Places[i].Micrograph == m).Distinct().Count(), Is.EqualTo(1));
        }

        Assert.That(halves.Sum(), Is.EqualTo(60));
    }

    [Test]
    public void Picks_on_one_particle_stay_together()
    {
        BinnedPosition[] places =
        [
            .. Enumerable.Range(0, 100).SelectMany(n => new BinnedPosition[]
            {
                new(40 * (n % 10), 40 * (n / 10)), new((40 * (n % 10)) + 9, 40 * (n / 10)),
            }),
        ];

        int[] halves = HalfSets.Of(Crops([places]), Diameter);

        Assert.That(halves.Sum(), Is.InRange(90, 110));
        Assert.That(Enumerable.Range(0, 100).Count(n => halves[2 * n] != halves[(2 * n) + 1]), Is.Zero);
    }

    [Test]
    public void The_order_of_the_picks_does_not_matter()
    {
        BinnedPosition[] places = Random(50, 3);
        int[] halves = HalfSets.Of(Crops([places]), Diameter);

        int[] reversed = HalfSets.Of(Crops([[.. places.Reverse()]]), Diameter);

        Assert.That(reversed.Reverse(), Is.EqualTo(halves));
    }

    private static ParticleCrops Scattered(int micrographs, int each) =>
        Crops([.. Enumerable.Range(0, micrographs).Select(m => Random(each, m))]);

    private static BinnedPosition[] Random(int count, int seed)
    {
        var random = new RandomSource(seed);
        return
        [
            .. Enumerable.Range(0, count)
                .Select(_ => new BinnedPosition(random.NextDouble(0, 900), random.NextDouble(0, 900))),
        ];
    }

    private static ParticleCrops Crops(BinnedPosition[][] micrographs)
    {
        var crops = new ParticleCrops();
        foreach (BinnedPosition[] places in micrographs)
        {
            crops.Add(new PreparedMicrograph("m", new float[100], 10, 10, 1, 10, 10), places, isBright: true);
        }

        return crops;
    }
}

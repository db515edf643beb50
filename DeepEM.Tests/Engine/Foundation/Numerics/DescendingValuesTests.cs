using DeepEM.Engine.Foundation.Numerics;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.Numerics;

/// <summary>Values that are read several times instead of held come out as a sort would give them.</summary>
public sealed class DescendingValuesTests
{
    [TestCase(1)]
    [TestCase(7)]
    [TestCase(100)]
    [TestCase(1 << 20)]
    public void All_values_come_from_the_largest_to_the_least(int most)
    {
        var random = new RandomSource(3);
        float[][] pieces = [.. Enumerable.Range(0, 40).Select(n => Enumerable.Range(0, n % 7)
            .Select(_ => n % 3 == 0 ? 0.96f : (float)Math.Pow(random.NextDouble(), 4)).ToArray())];
        pieces[5] = [0, 1, 0, float.Epsilon, MathF.BitDecrement(1)];
        int readings = 0;
        var values = new DescendingValues(
            () =>
            {
                readings++;
                return pieces;
            },
            most);

        Assert.That(values, Is.EqualTo(pieces.SelectMany(piece => piece).OrderDescending().Select(v => (double)v)));
        Assert.That(readings, Is.GreaterThan(1));
    }

    [Test]
    public void None_give_none() => Assert.That(new DescendingValues(() => []), Is.Empty);

    [TestCase(float.NaN)]
    [TestCase(1.5f)]
    [TestCase(-0.1f)]
    public void A_value_that_is_no_share_is_refused(float value) => Assert.That(
        () => new DescendingValues(() => [[value]]).Count(), Throws.TypeOf<ArgumentOutOfRangeException>());
}

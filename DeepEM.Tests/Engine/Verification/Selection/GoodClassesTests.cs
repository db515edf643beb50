using DeepEM.Engine.Verification.Results;
using DeepEM.Engine.Verification.Selection;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Selection;

[TestFixture]
public sealed class GoodClassesTests
{
    [Test]
    public void A_class_is_good_by_its_share_of_particles_or_by_holding_many_of_all()
    {
        VerifiedClass[] classes =
        [
            One(1, count: 100, probability: 0.9),
            One(2, count: 900, probability: 0.3),
            One(3, count: 100, probability: 0.4),
            One(4, count: 100, probability: 0.9) with { LooksEmpty = true },
            One(5, count: 5000, probability: 0.05),
        ];
        Assert.That(GoodClasses.Of(classes), Is.EquivalentTo((int[])[1, 2]));
    }

    [Test]
    public void Without_classes_none_is_good() => Assert.That(GoodClasses.Of([]), Is.Empty);

    private static VerifiedClass One(int number, int count, double probability) =>
        new(number, [], count) { Probability = probability };
}

using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Verification.Consensus;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Consensus;

/// <summary>Pickers of known quality on micrographs that are drawn.</summary>
[Category(TestCategory.Smoke)]
public sealed class PickConsensusTests
{
    private const int Micrographs = 12;
    private const int Particles = 60;
    private const double Side = 4000;
    private const double Distance = 20;

    [Test]
    public void Precision_and_recall_are_found_without_a_label()
    {
        _ = Join([(0.9, 0.1), (0.8, 0.4)], out IReadOnlyList<PickerReliability> found);
        Assert.That(found[0].Recall, Is.EqualTo(0.9).Within(0.06));
        Assert.That(found[1].Recall, Is.EqualTo(0.8).Within(0.06));
        Assert.That(found[0].MeanPrecision, Is.EqualTo(0.9).Within(0.08));
        Assert.That(found[1].MeanPrecision, Is.EqualTo(0.6).Within(0.08));
    }

    [Test]
    public void What_a_good_and_a_weak_picker_have_is_surer_than_what_the_weak_one_has_alone()
    {
        IReadOnlyList<ConsensusPick> all = Join([(0.9, 0.1), (0.5, 0.6)], out _);
        double both = all.Where(pick => pick.Votes == 2).Average(pick => pick.Probability);
        double good = all.Where(pick => pick.Scores[1] is null).Average(pick => pick.Probability);
        double weak = all.Where(pick => pick.Scores[0] is null).Average(pick => pick.Probability);
        Assert.That(both, Is.GreaterThan(0.9));
        Assert.That(weak, Is.LessThan(0.3));
        Assert.That(good, Is.InRange(weak + 0.2, both));
    }

    [Test]
    public void Scores_of_any_scale_are_only_compared_with_their_own()
    {
        IReadOnlyList<ConsensusPick> one = Join([(0.9, 0.2), (0.8, 0.4)], out _);
        IReadOnlyList<ConsensusPick> other = Join([(0.9, 0.2), (0.8, 0.4)], out _, scale: 1000);
        Assert.That(
            other.Select(pick => pick.Probability), Is.EqualTo(one.Select(pick => pick.Probability)).Within(1e-12));
    }

    [Test]
    public void A_verified_picker_is_believed_as_its_probabilities_say()
    {
        (double Score, double Probability)[] verified =
            [.. Enumerable.Range(0, 600).Select(n => (n / 600.0, n < 300 ? 0.1 : 0.9))];

        _ = Join([(0.9, 0.1), (0.8, 0.4)], out IReadOnlyList<PickerReliability> found, verified: [null, verified]);

        Assert.That(found[0].MeanPrecision, Is.EqualTo(0.9).Within(0.08), "by the other picker, as before");
        Assert.That(found[1].MeanPrecision, Is.EqualTo(0.5).Within(1e-9));
        Assert.That(found[1].Precision(0.95), Is.EqualTo(0.9).Within(1e-9));
        Assert.That(found[1].Precision(0.05), Is.EqualTo(0.1).Within(1e-9));
        Assert.That(found[1].Recall, Is.EqualTo(0.8).Within(0.06), "by the other picker");
    }

    [Test]
    public void Junk_that_pickers_share_is_seen_through_where_one_was_verified()
    {
        (double Score, double Probability)[] junk = [.. Enumerable.Range(0, 600).Select(n => (n / 600.0, 0.05))];

        IReadOnlyList<ConsensusPick> taken = Join([(0.9, 0.1), (0.9, 0.1)], out _);
        IReadOnlyList<ConsensusPick> doubted = Join([(0.9, 0.1), (0.9, 0.1)], out _, verified: [junk, junk]);

        Assert.That(taken.Where(pick => pick.Votes == 2).Average(pick => pick.Probability), Is.GreaterThan(0.9));
        Assert.That(doubted.Where(pick => pick.Votes == 2).Max(pick => pick.Probability), Is.LessThan(0.1));
    }

    [Test]
    public void Nothing_is_made_of_nothing()
    {
        IReadOnlyList<IReadOnlyList<ConsensusPick>> joined =
            PickConsensus.Of([[[], []]], [Distance], out IReadOnlyList<PickerReliability> reliabilities);
        Assert.That(joined.Single(), Is.Empty);
        Assert.That(reliabilities, Has.Count.EqualTo(2));
    }

    // Each picker finds a share of the particles, and has a share of false picks, which score lower.
    private static IReadOnlyList<ConsensusPick> Join(
        (double Recall, double False)[] pickers,
        out IReadOnlyList<PickerReliability> found,
        double scale = 1,
        IReadOnlyList<IReadOnlyList<(double Score, double Probability)>?>? verified = null)
    {
        var random = new RandomSource(5);
        List<IReadOnlyList<IReadOnlyList<Particle>>> micrographs = [];
        for (int m = 0; m < Micrographs; m++)
        {
            (double X, double Y)[] truth = [.. Enumerable.Range(0, Particles).Select(_ => Place(random))];
            micrographs.Add(
            [
                .. pickers.Select(picker =>
                {
                    Particle[] right =
                    [
                        .. truth.Where(_ => random.NextDouble() < picker.Recall).Select(place => new Particle(
                            place.X + random.NextDouble(), place.Y, scale * (0.4 + (0.6 * random.NextDouble())))),
                    ];
                    int wrong = (int)Math.Round(right.Length * picker.False / (1 - picker.False));
                    return (IReadOnlyList<Particle>)
                    [
                        .. right,
                        .. Enumerable.Range(0, wrong).Select(_ => Place(random)).Select(place =>
                            new Particle(place.X, place.Y, scale * 0.6 * random.NextDouble())),
                    ];
                }),
            ]);
        }

        return
        [
            .. PickConsensus.Of(micrographs, [.. micrographs.Select(_ => Distance)], out found, verified)
                .SelectMany(one => one),
        ];
    }

    private static (double X, double Y) Place(RandomSource random) =>
        (Side * random.NextDouble(), Side * random.NextDouble());
}

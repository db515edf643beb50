using System.Buffers.Binary;
using DeepEM.Engine.Jobs.Serve;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Serve;

/// <summary>Picks of each micrograph at 101 thresholds.</summary>
public sealed class ThresholdCountTests
{
    private const ushort NotPicked = ushort.MaxValue;

    [Test]
    public void Every_threshold_keeps_what_scores_as_much_or_more()
    {
        Random random = new(1);
        double[] scores = [0, 0.5, 1, 0.29, 0.57, .. Enumerable.Range(0, 500).Select(_ => random.NextDouble())];
        ushort[] counts = new ScoreCounts().Set(0, scores);
        Assert.That(counts, Is.EqualTo(
            Enumerable.Range(0, 101).Select(step => scores.Count(score => score >= step / 100.0))));
    }

    [Test]
    public void What_was_not_picked_yet_differs_from_what_has_no_picks()
    {
        ScoreCounts counts = new();
        counts.Set(1, []);
        byte[] bytes = counts.ToBytes(micrographs: 2);
        Assert.That(bytes, Has.Length.EqualTo(2 * 101 * 2));
        Assert.That(BinaryPrimitives.ReadUInt16LittleEndian(bytes), Is.EqualTo(NotPicked));
        Assert.That(BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(101 * 2)), Is.Zero);
    }

    [TestCase(0.5, 2)]
    [TestCase(0.501, 1)]
    [TestCase(0.29, 3)]
    public void A_threshold_between_two_steps_is_that_of_the_upper_one(double threshold, int expected)
    {
        ScoreCounts counts = new();
        counts.Set(0, [0.29, 0.5, 0.9]);
        Assert.That(counts.At(0, threshold), Is.EqualTo(expected));
    }
}

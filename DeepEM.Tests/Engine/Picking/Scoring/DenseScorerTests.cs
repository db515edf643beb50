using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Scoring;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Engine.Learning.Networks;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking.Scoring;

[TestFixture]
public sealed class DenseScorerTests
{
    private const int Height = 151;
    private const int Width = 210;

    private static readonly NetworkDescription[] _networks =
        [SmallNetworks.Default, NetworkPresets.ForDiameter(28), NetworkPresets.ForDiameter(40)];

    [TestCaseSource(nameof(_networks))]
    public void Scores_depend_neither_on_tiles_nor_on_threads(NetworkDescription network)
    {
        ScoreMap expected = Score(network, threads: 1, tile: 128);

        Assert.That((expected.Rows, expected.Columns), Is.EqualTo((76, 105)));
        Assert.That(expected.Logits, Has.All.Matches<float>(float.IsFinite));
        Assert.That(expected.Logits.Distinct().Count(), Is.GreaterThan(7000));
        Assert.That(Score(network, threads: 1, tile: 16).Logits, Is.EqualTo(expected.Logits));
        Assert.That(Score(network, threads: 2, tile: 128).Logits, Is.EqualTo(expected.Logits));
        Assert.That(Score(network, threads: 3, tile: 40).Logits, Is.EqualTo(expected.Logits));
    }

    [Test]
    public void Micrographs_of_different_extents_follow_one_another()
    {
        NetworkDescription network = SmallNetworks.Default;
        using var backend = new SimdBackend(2);
        using var parameters = new NetworkParameters(backend, network);
        parameters.All.Upload(SmallNetworks.Parameters(network, 3));
        using var scorer = new DenseScorer(backend, network, [parameters], stride: 2, tile: 16);
        float[] first = scorer.Score(Noise(60, 50)).Logits;
        scorer.Score(Noise(31, 90));
        Assert.That(scorer.Score(Noise(60, 50)).Logits, Is.EqualTo(first));
    }

    // The mean over the network and itself upside down is that of the micrograph and itself upside down.
    [TestCase(16)]
    [TestCase(128)]
    public void Several_sets_of_parameters_give_the_mean_of_their_scores(int tile)
    {
        NetworkDescription network = SmallNetworks.Default;
        using var backend = new SimdBackend(2);
        float[] upright = SmallNetworks.Parameters(network, 3);
        using var one = new NetworkParameters(backend, network);
        using var other = new NetworkParameters(backend, network);
        one.All.Upload(upright);
        other.All.Upload(TurnedParameters.Of(network, upright, 2));
        PreparedMicrograph image = Noise(60, 50);
        using var both = new DenseScorer(backend, network, [one, other], stride: 2, tile);
        using var first = new DenseScorer(backend, network, [one], stride: 2, tile);
        using var second = new DenseScorer(backend, network, [other], stride: 2, tile);

        float[] mean = both.Score(image).Logits;
        float[] expected =
            [.. first.Score(image).Logits.Zip(second.Score(image).Logits, (a, b) => 0.5f * (a + b))];
        Assert.That(mean, Is.EqualTo(expected));
        Assert.That(mean, Is.Not.EqualTo(first.Score(image).Logits));
    }

    private static ScoreMap Score(NetworkDescription network, int threads, int tile)
    {
        using var backend = new SimdBackend(threads);
        using var parameters = new NetworkParameters(backend, network);
        parameters.All.Upload(SmallNetworks.Parameters(network, 3));
        using var scorer = new DenseScorer(backend, network, [parameters], stride: 2, tile);
        return scorer.Score(Noise(Height, Width));
    }

    private static PreparedMicrograph Noise(int height, int width) =>
        new("noise", SmallNetworks.Noise(height * width, 7), height, width, 1, height, width);
}

using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Picking.Published;
using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Pooling;
using DeepEM.Tests.Engine.Learning.Networks;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking.Published;

[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.Names))]
public sealed class WindowScorerTests(string backendName)
{
    // Both activations with both poolings, no pooling at all, and nothing after the first stage.
    private static readonly NetworkDescription[] _networks =
    [
        SmallNetworks.Published,
        SmallNetworks.Default,
        new(19, [new(2, 4, 4), new(3, 2, 1)], ActivationKind.Sigmoid, PoolingKind.Max),
        new(18, [new(3, 7, 1), new(2, 3, 5)], ActivationKind.Relu, PoolingKind.Mean),
        new(20, [new(7, 3, 2)], ActivationKind.Identity, PoolingKind.Mean),
    ];

    [TestCaseSource(nameof(_networks))]
    public void Scores_are_those_of_windows_turned_and_scored_alone(NetworkDescription network)
    {
        IComputeBackend backend = TestBackends.Get(backendName);
        Micrograph micrograph = PublishedScan.Micrograph(70, 61);
        PickingModel model = PublishedScan.Model(network);
        List<(int X, int Y)> places = Places(micrograph, network.InputSide);
        double[] scores = Score(backend, micrograph, model, places, bandValues: 1 << 20);

        Assert.That(scores.Distinct().Count(), Is.GreaterThan(places.Count / 2));
        for (int n = 0; n < places.Count; n++)
        {
            (int x, int y) = places[n];
            double expected = PublishedScan.Score(backend, micrograph, model, x, y);
            Assert.That(Math.Abs(scores[n] - expected) <= 1e-5, $"window {x},{y}: {scores[n]}, not {expected}");
        }
    }

    [Test]
    public void Scores_do_not_depend_on_bands_and_tiles()
    {
        IComputeBackend backend = TestBackends.Get(backendName);
        Micrograph micrograph = PublishedScan.Micrograph(70, 61);
        PickingModel model = PublishedScan.Model(SmallNetworks.Published);
        List<(int X, int Y)> places = Places(micrograph, model.Network.InputSide);
        double[] whole = Score(backend, micrograph, model, places, bandValues: 1 << 20);

        // Bands of two rows of windows, of one, and less than one row needs.
        foreach (int rows in new[] { 28, 18, 1 })
        {
            Assert.That(
                Score(backend, micrograph, model, places, bandValues: rows * 3 * 57), Is.EqualTo(whole), $"{rows}");
        }
    }

    [Test]
    public void No_windows_have_no_scores()
    {
        IComputeBackend backend = TestBackends.Get(backendName);
        PickingModel model = PublishedScan.Model(SmallNetworks.Default);
        Assert.That(Score(backend, PublishedScan.Micrograph(30, 30), model, [], bandValues: 1), Is.Empty);
    }

    private static List<(int X, int Y)> Places(Micrograph micrograph, int box)
    {
        var places = new List<(int X, int Y)>();
        foreach (int y in PublishedPicker.Starts(micrograph.Height, box, 9))
        {
            places.AddRange(PublishedPicker.Starts(micrograph.Width, box, 7).Select(x => (x, y)));
        }

        return places;
    }

    private static double[] Score(
        IComputeBackend backend,
        Micrograph micrograph,
        PickingModel model,
        List<(int X, int Y)> places,
        int bandValues)
    {
        using var scorer = new WindowScorer(
            backend, model.Network, model.Parameters.Span, tile: (13, 20), bandValues);
        var scanned = new ScannedMicrograph(backend, PublishedScan.Image(micrograph), model.Network.InputSide);

        // A second micrograph finds the buffers of the first.
        scorer.Score(scanned, [.. places.Take(3)]);
        return scorer.Score(scanned, [.. places]);
    }
}

using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Picking.Published;
using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Pooling;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking.Published;

[TestFixture]
public sealed class PublishedScanTests
{
    private const int Box = 16;
    private const int Height = 90;
    private const int Width = 120;
    // The spots are so bright that the automatic mask would take them for dirt.
    private static readonly PickingSettings _settings =
        PickingSettings.Default with { ScanStep = 4, FindsMask = false };

    [TestCase(100, 20, 20, new[] { 0, 20, 40, 60, 80 })]
    [TestCase(101, 20, 20, new[] { 0, 20, 40, 60, 80, 81 })]
    [TestCase(20, 20, 20, new[] { 0 })]
    [TestCase(25, 20, 20, new[] { 0, 5 })]
    public void Windows_begin_every_step_and_at_the_end(int side, int box, int step, int[] expected) =>
        Assert.That(PublishedPicker.Starts(side, box, step), Is.EqualTo(expected));

    [Test]
    public void Bright_spot_is_picked_at_the_nearest_window_of_the_scan()
    {
        IReadOnlyList<Particle> picks = Pick(null, Micrograph((60, 40)));

        // Windows begin every 4 px, so that centres lie at 7.5, 11.5 and so on.
        Assert.That(picks, Is.Not.Empty);
        Assert.That((picks[0].X, picks[0].Y), Is.EqualTo((59.5, 39.5)));
        Assert.That(picks[0].FigureOfMerit, Is.GreaterThan(0.5));
        Assert.That(picks.Select(p => p.FigureOfMerit), Is.Ordered.Descending);
    }

    [Test]
    public void Spot_in_the_lower_right_corner_is_within_reach_of_the_last_window()
    {
        IReadOnlyList<Particle> picks = Pick(null, Micrograph((Width - 7, Height - 7)));
        Assert.That((picks[0].X, picks[0].Y), Is.EqualTo((Width - 8.5, Height - 8.5)));
    }

    [Test]
    public void Windows_outside_the_deviation_limits_are_not_scored()
    {
        Micrograph micrograph = Micrograph((60, 40));
        int all = Pick(null, micrograph).Count;

        Assert.That(Pick(new DeviationRange(0, 1000), micrograph), Has.Count.EqualTo(all));
        Assert.That(Pick(new DeviationRange(1000, 2000), micrograph), Is.Empty);
        Assert.That(Pick(new DeviationRange(0, 1e-3), micrograph), Is.Empty);
    }

    [Test]
    public void Limits_are_strict_and_in_grey_levels_of_the_raw_micrograph()
    {
        // Stripes of ±2 have the deviation 2·√(256/255) in every window of 16 px.
        double deviation = 2 * Math.Sqrt(256.0 / 255);
        float[] stripes = [.. Enumerable.Range(0, Height * Width).Select(i => i % 2 == 0 ? 102f : 98f)];
        var micrograph = new Micrograph("stripes.mrc", Height, Width, stripes, 1, []);

        Assert.That(Pick(new DeviationRange(deviation - 0.01, deviation + 0.01), micrograph), Is.Not.Empty);
        Assert.That(Pick(new DeviationRange(deviation + 0.01, 1000), micrograph), Is.Empty);
        Assert.That(Pick(new DeviationRange(0, deviation - 0.01), micrograph), Is.Empty);
    }

    [Test]
    public void Threads_do_not_change_the_picks()
    {
        Micrograph micrograph = Micrograph((60, 40), (20, 70), (100, 20));
        Assert.That(Pick(null, micrograph, threads: 3), Is.EqualTo(Pick(null, micrograph, threads: 1)));
    }

    [Test]
    public void Micrograph_smaller_than_the_box_is_refused_with_both_sizes() => Assert.That(
        () => Pick(null, new Micrograph("small.mrc", 15, 40, new float[15 * 40], 1, [])),
        Throws.TypeOf<InvalidFileException>().With.Message.Contains("40×15 px").And.Message.Contains("16 px box"));

    // Noise with spots of 5×5 bright pixels around the given centre.
    private static Micrograph Micrograph(params (int X, int Y)[] spots)
    {
        var random = new DeepEM.Engine.Foundation.Numerics.RandomSource(4);
        float[] pixels = [.. Enumerable.Range(0, Height * Width).Select(_ => (float)random.NextGaussian())];
        foreach ((int x, int y) in spots)
        {
            for (int i = 0; i < 25; i++)
            {
                pixels[((y - 2 + (i / 5)) * Width) + x - 2 + (i % 5)] += 10;
            }
        }

        return new Micrograph("spots.mrc", Height, Width, pixels, 1, []);
    }

    // A network that takes the mean of the window's middle 8×8 pixels, of which the picker sees the standardised ones.
    private static IReadOnlyList<Particle> Pick(DeviationRange? deviation, Micrograph micrograph, int threads = 2)
    {
        var network = new NetworkDescription(
            Box, [new ConvolutionStage(1, 1, 4)], ActivationKind.Identity, PoolingKind.Mean);
        float[] parameters = new float[network.ParameterCount];
        IReadOnlyList<ParameterBlock> blocks = ParameterBlock.Of(network);
        parameters[blocks[0].Offset] = 1;
        foreach (int cell in (int[])[5, 6, 9, 10])
        {
            parameters[blocks[1].Offset + cell] = 1;
        }

        parameters[blocks[1].BiasOffset] = -2;
        var model = new PickingModel
        {
            Network = network,
            Parameters = parameters,
            Preset = NetworkPreset.Klh,
            PixelSizeAngstrom = 1,
            DiameterAngstrom = 10,
            Binning = 1,
            Threshold = 0.5,
            EdgeMarginAngstrom = 0,
            Deviation = deviation,
        };
        using var backend = new SimdBackend(threads);
        using var picker = new PublishedPicker(backend, model, _settings);
        return picker.Pick(PublishedScan.Image(micrograph));
    }
}

using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Jobs.Bench;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking;
using DeepEM.Kernels.Backends;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking;

[TestFixture]
public sealed class DensePickerTests
{
    private const int Height = 330;
    private const int Width = 561;

    // Tiles are 128 windows of 2 px: their seams lie at 256 and 512.
    private static readonly (double X, double Y)[] _inside =
    [
        (60.0, 60.0), (100.5, 60.25), (255.0, 60.0), (256.5, 110.0), (256.0, 256.0), (257.3, 160.7), (511.0, 100.0),
        (512.6, 255.4), (60.2, 255.9), (110.7, 256.8), (400.4, 257.1), (330.3, 200.2), (513.9, 300.1),
    ];

    private static readonly (double X, double Y)[] _border =
    [
        (0, 0), (Width - 1, 0), (0, Height - 1), (Width - 1, Height - 1), (0, 150), (Width - 1, 150), (200, 0),
        (200, Height - 1), (256, 0), (256, Height - 1), (3, 200), (300, 4), (Width - 4, 200), (300, Height - 5),
    ];

    [TestCase(1)]
    [TestCase(3)]
    public void Blobs_inside_and_on_tile_seams_are_found_once_each_within_half_a_pixel(int threads)
    {
        Particle[] picks = Pick(_inside, threads);

        Assert.That(picks, Has.Length.EqualTo(_inside.Length));
        foreach ((double x, double y) in _inside)
        {
            Assert.That(picks.Min(p => Distance(p, x, y)), Is.LessThan(0.5), $"({x}, {y})");
        }
    }

    // Reflection at the border draws a blob that reaches over it onto the border itself: at most 4 px here.
    [Test]
    public void Blobs_at_all_borders_and_corners_are_found_once_each()
    {
        Particle[] picks = Pick(_border, threads: 2);

        Assert.That(picks, Has.Length.EqualTo(_border.Length));
        foreach ((double x, double y) in _border)
        {
            Assert.That(picks.Min(p => Distance(p, x, y)), Is.LessThan(4), $"({x}, {y})");
        }
    }

    [Test]
    public void Picks_within_the_edge_margin_are_left_out()
    {
        Particle[] picks = Pick([(30, 100), (42, 200), (Width - 31, 100), (300, Height - 31), (300, 150)], 2, 40);
        Assert.That(picks.Select(p => Math.Round(p.X)).Order(), Is.EqualTo(new double[] { 42, 300 }));
    }

    [Test]
    public void Masked_picks_are_left_out_and_their_neighbours_stay()
    {
        var cells = new MaskReason[4 * 6];
        cells[7] = MaskReason.Given;
        PreparedMicrograph image = BlobModel.Image(Height, Width, (150, 150), (150, 250), (250, 150)) with
        {
            Mask = new MicrographMask(4, 6, 100, cells),
        };
        using var backend = new SimdBackend(2);
        using var picker = new DensePicker(backend, BlobModel.Create(0), 1, PickingSettings.Default);
        Particle[] picks = [.. picker.Pick(image).Where(p => p.FigureOfMerit > 0.5)];
        Assert.That(
            picks.Select(p => (Math.Round(p.X), Math.Round(p.Y))).Order(),
            Is.EqualTo([(150.0, 250.0), (250.0, 150.0)]));
    }

    [Test]
    public void Picks_in_doubtful_places_come_after_their_equals_elsewhere_at_half_the_odds()
    {
        PreparedMicrograph image = BlobModel.Image(Height, Width, (150, 150), (150, 250), (250, 150));
        Particle[] everywhere = Likely(image);
        var cells = new MaskReason[4 * 6];
        int first = ((int)everywhere[0].Y / 100 * 6) + ((int)everywhere[0].X / 100);
        cells[first] = MaskReason.Outlier | MaskReason.Doubtful;

        Particle[] picks = Likely(image with { Mask = new MicrographMask(4, 6, 100, cells) });

        double odds = everywhere[0].FigureOfMerit / (1 - everywhere[0].FigureOfMerit) / 2;
        Assert.That(
            picks, Is.EqualTo([.. everywhere[1..], everywhere[0] with { FigureOfMerit = picks[^1].FigureOfMerit }]));
        Assert.That(picks[^1].FigureOfMerit, Is.EqualTo(odds / (1 + odds)).Within(1e-9));

        static Particle[] Likely(PreparedMicrograph image)
        {
            using var backend = new SimdBackend(2);
            using var picker = new DensePicker(backend, BlobModel.Create(0), 1, PickingSettings.Default);
            return [.. picker.Pick(image).Where(p => p.FigureOfMerit > 0.5)];
        }
    }

    [Test]
    public void Of_two_places_nearer_than_half_a_diameter_the_better_is_kept()
    {
        Particle[] picks = Pick([(100, 100), (107, 100), (100, 100), (200, 100), (215, 100)], threads: 2);
        double[] columns = [.. picks.Select(p => p.X).Order()];
        Assert.That(columns, Is.EqualTo(new double[] { 101, 200, 215 }).Within(1.5));
    }

    [Test]
    public void Picks_of_a_binned_image_lie_in_original_pixels()
    {
        PreparedMicrograph image = BlobModel.Image(100, 120, (50.25, 60.5));
        using var backend = new SimdBackend(2);
        using var picker = new DensePicker(backend, BlobModel.Create(0), 3, PickingSettings.Default);
        Particle pick = picker.Pick(image with { Binning = 3, OriginalHeight = 300, OriginalWidth = 360 })[0];
        Assert.That(Distance(pick, (3 * 50.25) + 1, (3 * 60.5) + 1), Is.LessThan(1.5));
    }

    [Test]
    public void Micrograph_smaller_than_the_box_is_refused_with_both_sizes()
    {
        using var backend = new SimdBackend(1);
        using var picker = new ModelPicker(backend, BlobModel.Create(0), BinningSteps.For(2), PickingSettings.Default);
        var micrograph = new BinnedMicrograph("small.mrc", new float[31 * 40], 31, 40, Binning: 1);
        Assert.That(
            () => picker.Pick(micrograph),
            Throws.TypeOf<InvalidFileException>().With.Message.Contains("40×31 px")
                .And.Message.Contains("32 px box").And.Message.Contains("small.mrc"));
    }

    [TestCase(0f)]
    [TestCase(1000.3f)]
    public void Constant_micrograph_has_no_pick(float grey)
    {
        float[] pixels = new float[200 * 210];
        Array.Fill(pixels, grey);
        using var backend = new SimdBackend(1);
        using var picker = new ModelPicker(backend, BlobModel.Create(10), BinningSteps.For(1), PickingSettings.Default);
        Assert.That(picker.Pick(new BinnedMicrograph("flat.mrc", pixels, 200, 210, Binning: 1)).Particles, Is.Empty);
    }

    [Test]
    public void A_micrograph_binned_while_it_was_read_gives_the_picks_of_the_one_in_full()
    {
        float[] pixels = [.. BlobModel.Image(Height, Width, _inside).Pixels.SelectMany(p => new[] { -p, -p })];
        var full = new Micrograph("m.mrc", Height, 2 * Width, pixels, 1, []);
        using var backend = new SimdBackend(2);
        using var bands = new BandedBinning(backend);
        using var picker = new ModelPicker(
            backend, BlobModel.Create(0), BinningSteps.For(2), PickingSettings.Default with { Floor = 1e-6 });

        IReadOnlyList<Particle> expected = picker.Pick(BinnedMicrograph.Of(full)).Particles;
        Assert.That(expected, Is.Not.Empty);
        Assert.That(picker.Pick(bands.Bin(full, 2)).Particles, Is.EqualTo(expected));
    }

    [Test]
    public void Orientations_are_as_many_as_the_model_says_unless_more_are_asked_for()
    {
        PickingModel blobs = BlobModel.Create(0);
        PickingModel model = blobs with { Parameters = SeededNumbers.Parameters(blobs.Network) };
        double[] one = Pick(model with { Turns = 1 }, asked: null);
        double[] two = Pick(model with { Turns = 2 }, asked: null);
        Assert.That(two, Is.Not.EqualTo(one));
        Assert.That(Pick(model with { Turns = 1 }, asked: 2), Is.EqualTo(two));
        Assert.That(Pick(model with { Turns = 2 }, asked: 1), Is.EqualTo(one));

        static double[] Pick(PickingModel model, int? asked)
        {
            using var backend = new SimdBackend(1);
            PickingSettings settings = PickingSettings.Default with { Floor = 0, Turns = asked };
            using var picker = new DensePicker(backend, model, 1, settings);
            return [.. picker.Pick(BlobModel.Image(Height, Width, _inside)).Select(p => p.FigureOfMerit)];
        }
    }

    private static Particle[] Pick((double X, double Y)[] blobs, int threads, double edgeMargin = 0)
    {
        using var backend = new SimdBackend(threads);
        using var picker = new DensePicker(backend, BlobModel.Create(edgeMargin), 1, PickingSettings.Default);
        return [.. picker.Pick(BlobModel.Image(Height, Width, blobs)).Where(p => p.FigureOfMerit > 0.5)];
    }

    private static double Distance(Particle p, double x, double y) =>
        double.Hypot(p.X - x, p.Y - y);
}

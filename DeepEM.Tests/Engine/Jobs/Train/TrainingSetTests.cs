using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Train;

[TestFixture]
public sealed class TrainingSetTests
{
    private const int Height = 200;
    private const int Width = 220;
    private static readonly Particle[] _three = [new(50, 60, 0), new(100, 61, 0), new(150.5, 160.25, 0)];
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Labels_are_kept_in_binned_pixels_with_added_and_rejected_ones()
    {
        TrainingItem item = new(
            Write("a.mrc", 2.5), null, _three, [new Particle(20, 30, 0)], [new Particle(180, 40, 0)]);
        TrainingSet set = Load([item], SmallData.Settings with { DiameterAngstrom = 175 });

        Assert.That((set.Binning, set.PixelSizeAngstrom, set.Diameter), Is.EqualTo((2, 2.5, 35.0)));
        TrainingMicrograph micrograph = set.Micrographs.Single();
        Assert.That(micrograph.Particles, Is.EqualTo(new BinnedPosition[]
        {
            new(24.75, 29.75), new(49.75, 30.25), new(75, 79.875), new(9.75, 14.75),
        }));
        Assert.That(micrograph.Negatives, Is.EqualTo(new BinnedPosition[] { new(89.75, 19.75) }));
        Assert.That((micrograph.Image.Height, micrograph.Image.Width), Is.EqualTo((100, 110)));
        Assert.That(set.Warnings, Is.Empty);
    }

    [Test]
    public void Labels_draws_that_many_picks_by_the_seed()
    {
        Particle[] many = [.. Enumerable.Range(0, 40).Select(i => new Particle(10 + (5 * i), 100, 0))];
        TrainingItem[] items = [Item(Write("a.mrc", 2.5), many), Item(Write("b.mrc", 2.5), many)];
        TrainingRunSettings ten = SmallData.Settings with { Labels = 10 };

        TrainingSet set = Load(items, ten);

        Assert.That(set.Micrographs.Sum(m => m.Particles.Count), Is.EqualTo(10));
        Assert.That(Places(Load(items, ten)), Is.EqualTo(Places(set)));
        Assert.That(Places(Load(items, ten with { Seed = 2 })), Is.Not.EqualTo(Places(set)));
        Assert.That(set.Warnings, Is.Empty);
    }

    [Test]
    public void Labels_beyond_what_there_is_are_told()
    {
        TrainingSet set = Load([Item(Write("a.mrc", 2.5), _three)], SmallData.Settings with { Labels = 10 });
        Assert.That(set.Micrographs[0].Particles, Has.Count.EqualTo(3));
        Assert.That(set.Warnings.Single().ToString(), Does.StartWith("10 picks are asked for, there are 3"));
    }

    [Test]
    public void Different_pixel_sizes_are_refused_naming_both_micrographs_and_sizes() => Assert.That(
        () => Load(
            [Item(Write("a.mrc", 2.5), _three), Item(Write("b.mrc", 2.6), _three)], SmallData.Settings),
        Throws.TypeOf<InvalidFileException>().With.Message.Contains("a.mrc").And.Message.Contains("b.mrc")
            .And.Message.Contains("2.5 A").And.Message.Contains("2.6 A"));

    [Test]
    public void Pixel_size_of_the_list_goes_before_the_headers()
    {
        TrainingItem[] items =
        [
            Item(Write("a.mrc", 2.5), _three) with { PixelSizeAngstrom = 5 },
            Item(Write("b.mrc", null), _three) with { PixelSizeAngstrom = 5 },
        ];
        Assert.That(Load(items, SmallData.Settings).PixelSizeAngstrom, Is.EqualTo(5));
    }

    [Test]
    public void Unknown_pixel_size_is_refused_with_the_way_out() => Assert.That(
        () => Load([Item(Write("a.mrc", null), _three)], SmallData.Settings),
        Throws.TypeOf<InvalidFileException>().With.Message.Contains("a.mrc")
            .And.Property(nameof(InvalidFileException.Code)).EqualTo(NoticeCode.PixelSizeUnknown));

    [Test]
    public void Picks_outside_are_counted_and_left_out()
    {
        TrainingSet set = Load([Item(Write("a.mrc", 2.5), [.. _three, new(221, 10, 0)])], SmallData.Settings);
        Assert.That(set.Micrographs[0].Particles, Has.Count.EqualTo(3));
        Assert.That(
            set.Warnings.Single().ToString(), Does.Contain("1 of 4 picks lie outside the 220×200 px micrograph"));
    }

    [Test]
    public void Too_few_picks_are_refused_with_counts()
    {
        TrainingItem[] items = [Item(Write("a.mrc", 2.5), [_three[0], new(500, 10, 0)]), Item(Write("b.mrc", 2.5), [])];
        Assert.That(
            () => Load(items, SmallData.Settings),
            Throws.TypeOf<TrainingDataException>().With.Message.Contains("there are 1 picks on the 2 micrographs"));
    }

    [TestCase(NetworkPreset.Klh, "272 px box")]
    [TestCase(NetworkPreset.Auto, "315 px box")]
    public void Micrograph_smaller_than_the_box_is_refused_with_both_sizes(NetworkPreset preset, string box)
    {
        TrainingRunSettings settings = SmallData.Settings with { Preset = preset, DiameterAngstrom = 430 };
        Assert.That(
            () => Load([Item(Write("a.mrc", 2.5), _three)], settings),
            Throws.TypeOf<InvalidFileException>().With.Message.Contains("220×200 px").And.Message.Contains(box));
    }

    [Test]
    public void Preparation_ends_when_cancelled()
    {
        using var backend = new SimdBackend(1);
        Assert.That(
            () => TrainingSet.Load(
                backend, [Item(Write("a.mrc", 2.5), _three)], SmallData.Settings, null, new CancellationToken(true)),
            Throws.InstanceOf<OperationCanceledException>());
    }

    private static TrainingItem Item(string path, Particle[] particles) => new(path, null, particles, [], []);

    private static BinnedPosition[] Places(TrainingSet set) => [.. set.Micrographs.SelectMany(m => m.Particles)];

    private static TrainingSet Load(TrainingItem[] items, TrainingRunSettings settings)
    {
        using var backend = new SimdBackend(1);
        return TrainingSet.Load(backend, items, settings, progress: null, CancellationToken.None);
    }

    private string Write(string name, double? pixelSize)
    {
        float[] pixels = [.. Enumerable.Range(0, Height * Width).Select(i => (float)(i * 31 % 97))];
        MrcWriter.Write(_folder[name], pixels, Height, Width, pixelSize);
        return _folder[name];
    }
}

using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Pick;

[TestFixture]
public sealed class PickingMaskTests
{
    // Pixels; four tenths of the micrograph.
    private const int FilmWidth = 205;

    private static readonly MicrographSource _source = SmallData.Sources(SmallData.Shared.UnseenFolder)[0];

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder()
    {
        _folder = new ScratchFolder();
        Directory.CreateDirectory(_folder["given"]);
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [TestCase(1)]
    [TestCase(4)]
    public void Nothing_is_picked_where_a_given_mask_says_so_and_all_else_stays(int binning)
    {
        Particle[] all = Pick(Settings(), out _);
        WriteMask(448 / binning, 512 / binning);
        PickingRunSettings masked = Settings() with { MaskFolder = _folder["given"] };

        Particle[] right = Pick(masked, out _);
        Particle[] left = Pick(masked with { MaskMeaning = MaskMeaning.KeepsNonzero }, out _);

        Assert.That(right, Is.EqualTo(all.Where(p => p.X >= 255.5)));
        Assert.That(left, Is.EqualTo(all.Where(p => p.X < 255.5)));
        Assert.That(right, Is.Not.Empty);
        Assert.That(left, Is.Not.Empty);
    }

    [Test]
    public void Mask_of_another_size_fails_its_micrograph_alone()
    {
        WriteMask(300, 512);
        PickingReport report = Run(Settings() with { MaskFolder = _folder["given"] });
        Assert.That((report.Picked, report.Failures.Count), Is.EqualTo((0, 1)));
        Assert.That(
            report.Failures[0].ToString(),
            Does.Contain("mic_003.mrc").And.Contain("512×300").And.Contain("512×448"));
    }

    [Test]
    public void Micrographs_without_a_mask_are_warned_of_once()
    {
        WriteMask(448, 512);
        PickingReport report = Run(
            Settings() with { MaskFolder = _folder["given"] }, [.. SmallData.Sources(SmallData.Shared.UnseenFolder)]);
        Assert.That(report.Picked, Is.EqualTo(2));
        Assert.That(
            report.Warnings.Single(notice => notice.Code == NoticeCode.MaskMissing).ToString(),
            Does.Contain("no mask for 1 of 2 micrographs, mic_004 for example"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Lump_is_left_out_unless_the_mask_is_switched_off(bool general)
    {
        // However sure the network is: nothing that is so dark is a particle.
        (Particle[] masked, Particle[] everything, MicrographMask written) = WithLump(
            general ? GeneralModel.For(SmallData.DiameterAngstrom) : SmallData.Shared.Model);

        Assert.That(written.Covers(new Particle(256, 224, 0)), Is.True);
        Assert.That(written.Share, Is.InRange(0.03, 0.3));
        Assert.That(masked, Is.Not.Empty);
        Assert.That(masked, Has.None.Matches<Particle>(written.Covers));
        Assert.That(everything.Length, Is.GreaterThan(masked.Length));
        if (!general)
        {
            Assert.That(masked, Is.SubsetOf(everything));
        }

        // What a score of the general model means depends on all candidates of the micrograph.
        Assert.That(masked.Select(Place), Is.SubsetOf(everything.Select(Place)));

        static (double X, double Y) Place(Particle particle) => (particle.X, particle.Y);
    }

    [Test]
    public void A_plain_film_of_carbon_is_found_and_nothing_is_picked_on_it()
    {
        // The grey level alone tells it: its grain, and the particles on it, are those of the ice.
        Micrograph micrograph = MicrographReader.Read(_source.Path);
        float[] pixels = micrograph.Pixels;
        double mean = pixels.Average(p => (double)p);
        double deviation = Math.Sqrt(pixels.Average(p => (p - mean) * (p - mean)));
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] -= i % micrograph.Width < FilmWidth ? (float)(3 * deviation) : 0;
        }

        MrcWriter.Write(_folder["mic_003.mrc"], pixels, micrograph.Height, micrograph.Width, 2.5);
        MicrographSource source = new(_folder["mic_003.mrc"], "mic_003.mrc", null);

        Particle[] picks = Pick(Settings() with { WritesMasks = true }, out _, source);
        MicrographMask mask = MaskFolder.Beside(_folder["out"])!.Read("mic_003", 448, 512)!;
        Particle[] unmasked = Pick(Settings() with { FindsMask = false }, out _, source);

        // The rim is known within half a diameter.
        Assert.That(mask.Share, Is.EqualTo(FilmWidth / 512.0).Within(25.0 / 512));
        Assert.That(unmasked.Count(p => p.X < FilmWidth - 25), Is.GreaterThan(5), "particles lie there");
        Assert.That(picks, Is.EqualTo(unmasked.Where(p => !mask.Covers(p))));
        Assert.That(picks, Has.None.Matches<Particle>(p => p.X < FilmWidth - 25));
        Assert.That(picks, Has.Length.GreaterThan(5));
    }

    [Test]
    public void Edge_leaves_out_what_is_nearer_and_0_keeps_all()
    {
        Particle[] usual = Pick(Settings(), out _);
        Particle[] wide = Pick(Settings() with { EdgeMarginAngstrom = 100 * SmallData.PixelSizeAngstrom }, out _);
        Particle[] none = Pick(Settings() with { EdgeMarginAngstrom = 0 }, out _);

        Assert.That(wide, Is.EqualTo(usual.Where(p => p.X is >= 100 and <= 411 && p.Y is >= 100 and <= 347)));
        Assert.That(wide.Length, Is.InRange(1, usual.Length - 1));
        Assert.That(usual, Is.SubsetOf(none));
    }

    [Test]
    public void Inverted_micrograph_gives_the_same_picks_where_its_contrast_is_said()
    {
        Particle[] expected = Pick(Settings(), out _);
        MicrographSource inverted = Inverted();
        PickingRunSettings bright = Settings() with { Contrast = ParticleContrast.Bright, Overwrite = true };
        Particle[] picks = Pick(bright, out PickingReport report, inverted);
        Particle[] asIs = Pick(bright with { Contrast = ParticleContrast.Dark }, out PickingReport silent, inverted);

        Assert.That(SmallData.Shared.Model.Contrast, Is.EqualTo(ParticleContrast.Dark));
        Assert.That(report.Warnings, Is.Empty);
        Assert.That(silent.Warnings.Where(notice => notice.Code != NoticeCode.NoPicks), Is.Empty);
        Assert.That(asIs.Length, Is.LessThan(expected.Length / 2));
        Assert.That(picks, Has.Length.EqualTo(expected.Length));
        foreach (Particle particle in expected)
        {
            Assert.That(picks.Min(p => double.Hypot(p.X - particle.X, p.Y - particle.Y)), Is.LessThan(0.5));
        }
    }

    [Test]
    public void Contrast_is_told_once_for_the_run_from_what_the_network_recognises()
    {
        MicrographSource inverted = Inverted();
        using var backend = new SimdBackend(2);
        PickingReport told = PickingRun.Run(
            backend, SmallData.Shared.Model, [inverted], Settings(), null, CancellationToken.None);
        PickingReport usual = PickingRun.Run(
            backend,
            SmallData.Shared.Model,
            [_source],
            Settings() with { Overwrite = true },
            null,
            CancellationToken.None);

        Assert.That(usual.Survey!.IsInverted, Is.False, string.Join(", ", usual.Survey.Sizes));
        Assert.That(usual.Warnings, Is.Empty);
        Assert.That(told.Survey!.IsInverted, string.Join(", ", told.Survey.Sizes));
        Assert.That(told.Warnings.Single().Code, Is.EqualTo(NoticeCode.ContrastInverted));
        Assert.That(told.Picks, Is.EqualTo(usual.Picks).Within(1));
    }

    private MicrographSource Inverted()
    {
        Micrograph micrograph = MicrographReader.Read(_source.Path);
        float[] pixels = Array.ConvertAll(micrograph.Pixels, p => 100 - p);
        MrcWriter.Write(_folder["mic_003.mrc"], pixels, micrograph.Height, micrograph.Width, 2.5);
        return new MicrographSource(_folder["mic_003.mrc"], "mic_003.mrc", null);
    }

    // Everything that scores on a micrograph with a dark lump: with the mask, without it, and the mask.
    private (Particle[] Masked, Particle[] Everything, MicrographMask Mask) WithLump(PickingModel model)
    {
        Micrograph micrograph = MicrographReader.Read(_source.Path);
        float[] pixels = micrograph.Pixels;
        double mean = pixels.Average(p => (double)p);
        double deviation = Math.Sqrt(pixels.Average(p => (p - mean) * (p - mean)));
        for (int i = 0; i < pixels.Length; i++)
        {
            (int y, int x) = Math.DivRem(i, micrograph.Width);
            pixels[i] -= double.Hypot(x - 256, y - 224) < 60 ? (float)(9 * deviation) : 0;
        }

        MrcWriter.Write(_folder["mic_003.mrc"], pixels, micrograph.Height, micrograph.Width, 2.5);
        MicrographSource source = new(_folder["mic_003.mrc"], "mic_003.mrc", null);

        PickingRunSettings seen = Settings() with { SeenDiameter = NetworkPresets.BinnedDiameter };
        Pick(seen with { WritesMasks = true, Pictures = 1 }, out _, source, model);
        Particle[] masked = Table("all");
        MicrographMask written = MaskFolder.Beside(_folder["out"])!.Read("mic_003", 448, 512)!;
        Pick(seen with { FindsMask = false }, out _, source, model);
        return (masked, Table("all"), written);
    }

    // The left half is marked.
    private void WriteMask(int height, int width)
    {
        float[] pixels = new float[height * width];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = i % width < width / 2 ? 1 : 0;
        }

        MrcWriter.Write(_folder["given/mic_003.mrc"], pixels, height, width, null, SampleType.SignedBytes);
    }

    private PickingRunSettings Settings() => new(_folder["out"], null, null, Pictures: 0, Strict: false);

    private Particle[] Pick(
        PickingRunSettings settings,
        out PickingReport report,
        MicrographSource? source = null,
        PickingModel? model = null)
    {
        report = Run(model ?? SmallData.Shared.Model, settings, source ?? _source);
        Assert.That(report.Failures, Is.Empty);
        return Table("autopick");
    }

    private static PickingReport Run(PickingRunSettings settings, params MicrographSource[] sources) =>
        Run(SmallData.Shared.Model, settings, sources);

    private static PickingReport Run(
        PickingModel model, PickingRunSettings settings, params MicrographSource[] sources)
    {
        using var backend = new SimdBackend(2);
        return PickingRun.Run(
            backend,
            model,
            sources.Length == 0 ? [_source] : sources,
            settings,
            progress: null,
            CancellationToken.None);
    }

    private Particle[] Table(string kind) =>
        [.. PickReader.Read(_folder[$"out/mic_003_{kind}.star"]).Micrographs.Single().Particles];
}

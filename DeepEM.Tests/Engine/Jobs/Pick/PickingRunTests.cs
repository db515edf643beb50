using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Pick;

[TestFixture]
public sealed class PickingRunTests
{
    private static readonly IReadOnlyList<MicrographSource> _unseen =
        SmallData.Sources(SmallData.Shared.UnseenFolder);

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Particles_of_unseen_micrographs_are_found()
    {
        PickingReport report = Pick(_unseen);

        EvaluationInput input = EvaluationInput.Read(
            SmallData.TruthOf(SmallData.Shared.UnseenFolder), _folder.Path, ignored: null, _unseen);
        RadiusReport judged = Evaluator.Evaluate(
            input.Micrographs,
            new EvaluationSettings(SmallData.DiameterAngstrom, SmallData.PixelSizeAngstrom),
            input.Candidates).Headline();
        Assert.That(report.Picked, Is.EqualTo(2));
        Assert.That(report.Picks, Is.EqualTo(input.Micrographs.Sum(m => m.Picks.Count)));
        Assert.That(judged.F1, Is.GreaterThan(0.85));
        Assert.That(judged.F1, Is.GreaterThan(2 * judged.RandomF1!.Value));
        Assert.That(judged.RmsErrorPixels, Is.LessThan(5));
        Assert.That((report.Failures, report.Warnings), Is.EqualTo((Array.Empty<Notice>(), Array.Empty<Notice>())));
    }

    [Test]
    public void Bytes_of_all_tables_are_the_same_for_any_number_of_threads_and_again()
    {
        Dictionary<string, byte[]> once = Tables(threads: 1);

        Assert.That(once.Keys, Is.EquivalentTo(
        [
            "autopick.star", "mic_003_all.star", "mic_003_autopick.star", "mic_004_all.star", "mic_004_autopick.star",
            "picks.csv", "thresholds.csv",
        ]));
        Assert.That(Tables(threads: 1), Is.EqualTo(once));
        Assert.That(Tables(threads: 2), Is.EqualTo(once));
    }

    [Test]
    public void Model_used_at_twice_the_pixel_size_bins_half_as_much_and_finds_the_same_particles()
    {
        // Whole blocks both times, so that the network sees the same image.
        PickingModel model = SmallData.Shared.Model with { Binning = 2 };
        Pick(_unseen, model: model);
        Particle[] expected = Table("mic_003_autopick.star");
        Micrograph fine = MicrographReader.Read(_unseen[0].Path);
        MrcWriter.Write(_folder["coarse.mrc"], Halved(fine), fine.Height / 2, fine.Width / 2, 5);

        PickingReport report = Pick([Source("coarse.mrc")], model: model);

        Assert.That(report.Failures, Is.Empty);
        Particle[] found = Table("coarse_autopick.star");
        Assert.That(found, Has.Length.EqualTo(expected.Length));
        foreach (Particle particle in expected)
        {
            // Pixel i of the coarse image covers 2i and 2i + 1.
            double nearest = found.Min(p => double.Hypot((2 * p.X) + 0.5 - particle.X, (2 * p.Y) + 0.5 - particle.Y));
            Assert.That(nearest, Is.LessThan(0.1), $"{particle}");
        }
    }

    [Test]
    public void Pixel_size_at_which_a_particle_has_too_few_pixels_is_refused()
    {
        const double pixelSize = 40;
        PickingReport report = Pick(_unseen, pixelSize: pixelSize);
        Assert.That(report.Picked, Is.Zero);
        Assert.That(report.Failures, Has.Count.EqualTo(2));
        Assert.That(
            report.Failures[0].ToString(),
            Does.Contain($"px of {pixelSize} A"));
        Assert.That(report.Failures[0].Code, Is.EqualTo(NoticeCode.PixelSizeUnfit));
    }

    [Test]
    public void Unknown_pixel_size_is_refused_unless_it_is_given()
    {
        Micrograph micrograph = MicrographReader.Read(_unseen[0].Path);
        MrcWriter.Write(_folder["m.mrc"], micrograph.Pixels, micrograph.Height, micrograph.Width, null);

        Notice failure = Pick([Source("m.mrc")]).Failures.Single();
        Assert.That(failure.Subject, Does.EndWith("m.mrc"));
        Assert.That(failure.Code, Is.EqualTo(NoticeCode.PixelSizeUnknown));
        Assert.That(Pick([Source("m.mrc")], pixelSize: 2.5).Picks, Is.Positive);
        Assert.That(Pick([Source("m.mrc") with { PixelSizeAngstrom = 2.5 }]).Picks, Is.Positive);
    }

    [Test]
    public void One_bad_micrograph_does_not_stop_the_others_unless_it_shall()
    {
        _folder.Write("bad.mrc", File.ReadAllBytes(_unseen[0].Path)[..5000]);
        MicrographSource[] three = [_unseen[0], Source("bad.mrc"), _unseen[1]];

        PickingReport report = Pick(three);

        Assert.That(report.Picked, Is.EqualTo(2));
        Assert.That(report.Failures.Single().ToString(), Does.Contain("bad.mrc"));
        Assert.That(Entries(), Is.EqualTo(new[] { _unseen[0].Name, _unseen[1].Name }));
        Assert.That(Path.Exists(_folder["bad_autopick.star"]), Is.False);
        Assert.That(() => Pick(three, strict: true), Throws.TypeOf<InvalidFileException>());
    }

    [Test]
    public void Constant_micrograph_gives_an_empty_valid_table()
    {
        float[] pixels = new float[300 * 310];
        Array.Fill(pixels, 12.7f);
        MrcWriter.Write(_folder["flat.mrc"], pixels, 300, 310, 2.5);

        PickingReport report = Pick([Source("flat.mrc")]);

        Assert.That((report.Picked, report.Picks), Is.EqualTo((1, 0)));
        Assert.That(Table("flat_autopick.star"), Is.Empty);
        Assert.That(Table("flat_all.star"), Is.Empty);
        Assert.That(Entries(), Has.Length.EqualTo(1));
    }

    [Test]
    public void Micrograph_smaller_than_the_box_is_refused_with_both_sizes()
    {
        MrcWriter.Write(_folder["small.mrc"], new float[60 * 300], 60, 300, 2.5);
        Assert.That(
            Pick([Source("small.mrc")]).Failures.Single().ToString(),
            Does.Contain("small.mrc").And.Contain("300×60 px").And.Contain($"{SmallData.Shared.Model.BoxSize} px box"));
    }

    [Test]
    public void Names_stand_in_the_index_byte_for_byte()
    {
        string[] names = ["MotionCorr/job002/Grid A/mic é 01.mrc", "./x//b.mrc"];
        Pick([_unseen[0] with { Name = names[0] }, _unseen[1] with { Name = names[1] }]);

        Assert.That(Entries(), Is.EqualTo(names));
        StarTable index = Index();
        Assert.That(
            Enumerable.Range(0, 2).Select(row => index.Text(row, "_rlnMicrographCoordinates")),
            Has.All.Matches<string>(File.Exists));
    }

    [Test]
    public void Micrographs_of_one_file_name_get_outputs_of_their_own()
    {
        PickingReport report = Pick(
            [_unseen[0] with { Name = "grid1/mic.mrc" }, _unseen[1] with { Name = "grid2/mic.mrc" }], pictures: 2);

        Assert.That(report.Picked, Is.EqualTo(2));
        Particle[] first = Table("grid1/mic_autopick.star");
        Particle[] second = Table("grid2/mic_autopick.star");
        Assert.That(first, Is.Not.EqualTo(second));
        Assert.That(first.Length + second.Length, Is.EqualTo(report.Picks));
        Assert.That((string[])[_folder["pictures/grid1/mic.png"], _folder["pictures/grid2/mic.png"]], Has.All.Exist);
    }

    [Test]
    public void Threshold_decides_what_is_a_pick_and_not_what_is_kept_for_curves()
    {
        Pick([_unseen[0]], threshold: 0.02);
        int kept = Table("mic_003_all.star").Length;
        Pick([_unseen[0]], threshold: 0.9);

        Particle[] picks = Table("mic_003_autopick.star");
        Assert.That(picks, Has.All.Matches<Particle>(p => p.FigureOfMerit >= 0.9));
        Assert.That(Table("mic_003_all.star"), Has.Length.EqualTo(kept));
        Assert.That(picks, Has.Length.LessThan(kept));
        Pick([_unseen[0]], threshold: 0);
        Assert.That(Table("mic_003_autopick.star"), Has.Length.GreaterThanOrEqualTo(kept));
    }

    private static float[] Halved(Micrograph fine)
    {
        int width = fine.Width / 2;
        float[] coarse = new float[fine.Height / 2 * width];
        for (int i = 0; i < coarse.Length; i++)
        {
            int at = (i / width * 2 * fine.Width) + (i % width * 2);
            coarse[i] = (fine.Pixels[at] + fine.Pixels[at + 1] + fine.Pixels[at + fine.Width]
                + fine.Pixels[at + fine.Width + 1]) / 4;
        }

        return coarse;
    }

    private MicrographSource Source(string name) => new(_folder[name], name, null);

    private PickingRunSettings Settings() => new(_folder.Path, null, null, Pictures: 0, Strict: false);

    private PickingReport Pick(
        IReadOnlyList<MicrographSource> sources,
        double? pixelSize = null,
        double? threshold = null,
        int pictures = 0,
        bool strict = false,
        int threads = 2,
        PickingModel? model = null)
    {
        using var backend = new SimdBackend(threads);
        PickingRunSettings settings = Settings() with
        {
            PixelSizeAngstrom = pixelSize,
            Threshold = threshold,
            Pictures = pictures,
            Strict = strict,
            Overwrite = true,
        };
        return PickingRun.Run(
            backend, model ?? SmallData.Shared.Model, sources, settings, progress: null, CancellationToken.None);
    }

    private Dictionary<string, byte[]> Tables(int threads)
    {
        Pick(_unseen, threads: threads);
        return Directory.GetFiles(_folder.Path)
            .ToDictionary(path => Path.GetFileName(path), PickTableText.ReadComparable);
    }

    private Particle[] Table(string name) => [.. PickReader.Read(_folder[name]).Micrographs.Single().Particles];

    private StarTable Index() => StarReader.Read(_folder["autopick.star"]).Require("_rlnMicrographName");

    private string[] Entries()
    {
        StarTable index = Index();
        return [.. Enumerable.Range(0, index.RowCount).Select(row => index.Text(row, "_rlnMicrographName"))];
    }
}

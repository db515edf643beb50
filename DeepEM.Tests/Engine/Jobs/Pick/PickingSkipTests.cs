using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Jobs;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Pick.Shards;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Pick;

/// <summary>Micrographs that are finished are not picked again, and nothing else is taken for finished.</summary>
[TestFixture]
public sealed class PickingSkipTests
{
    private ScratchFolder _folder = null!;
    private MicrographSource[] _sources = null!;
    private PickingRunSettings _settings = null!;

    [SetUp]
    public void Create_folder()
    {
        _folder = new ScratchFolder();
        foreach (MicrographSource source in SmallData.Sources(SmallData.Shared.UnseenFolder))
        {
            File.Copy(source.Path, _folder[$"{source.Stem}.mrc"]);
        }

        _sources = [.. SmallData.Sources(_folder.Path)];
        _settings = new PickingRunSettings(_folder["out"], null, null, Pictures: 1, Strict: false);
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void What_is_finished_is_skipped_and_stays_in_the_list()
    {
        PickingReport first = Pick(_settings);
        Dictionary<string, byte[]> before = Outputs();
        File.Delete(_folder["out/autopick.star"]);

        PickingReport second = Pick(_settings);

        Assert.That((first.Skipped, second.Skipped), Is.EqualTo((0, 2)));
        Assert.That((second.Picked, second.Picks, second.Left), Is.EqualTo((first.Picked, first.Picks, 0)));
        Assert.That(Outputs(), Is.EqualTo(before));
    }

    [Test]
    public void A_report_is_written_of_what_is_finished_and_nothing_is_picked_again_for_it()
    {
        Pick(_settings);

        PickingReport second = Pick(_settings with { WritesReport = true });

        string page = File.ReadAllText(_folder["out/report.html"]);
        Assert.That(second.Skipped, Is.EqualTo(2));
        Assert.That(second.Written, Does.Contain("report.html"));
        Assert.That(page, Does.Contain($"on\n{second.Picked} micrographs").And.Contain("data:image/jpeg;base64,"));
    }

    [Test]
    public void A_micrograph_without_picks_is_finished()
    {
        float[] pixels = new float[300 * 310];
        Array.Fill(pixels, 12.7f);
        MrcWriter.Write(_folder["flat.mrc"], pixels, 300, 310, 2.5);
        MicrographSource[] flat = [new(_folder["flat.mrc"], "flat.mrc", null)];

        Assert.That(Pick(_settings, flat).Picks, Is.Zero);
        Assert.That(Pick(_settings, flat).Skipped, Is.EqualTo(1));
        Assert.That(Listed(), Is.EqualTo(["flat.mrc"]));
    }

    [Test]
    public void Overwriting_picks_everything_anew()
    {
        Pick(_settings);
        File.WriteAllText(_folder["out/mic_003_autopick.star"], "edited");
        PickingReport report = Pick(_settings with { Overwrite = true });
        Assert.That((report.Picked, report.Skipped), Is.EqualTo((2, 0)));
        Assert.That(File.ReadAllText(_folder["out/mic_003_autopick.star"]), Does.Contain("_rlnCoordinateX"));
    }

    [Test]
    public void Other_settings_or_another_model_pick_everything_anew()
    {
        Pick(_settings);
        Assert.That(Pick(_settings with { Threshold = 0.9 }).Skipped, Is.Zero);
        Assert.That(Pick(_settings with { Threshold = 0.9, ScanStep = 7 }).Skipped, Is.Zero);
        Assert.That(Pick(_settings).Skipped, Is.Zero);
        Assert.That(Pick(_settings).Skipped, Is.EqualTo(2));
        PickingModel other = SmallData.Shared.Model with { EdgeMarginAngstrom = 200 };
        Assert.That(Pick(_settings, model: other).Skipped, Is.Zero);
    }

    [Test]
    public void A_changed_a_moved_and_an_otherwise_listed_micrograph_are_picked_anew()
    {
        Pick(_settings);
        File.SetLastWriteTimeUtc(_sources[0].Path, DateTime.UtcNow.AddMinutes(-1));
        Assert.That(Pick(_settings).Skipped, Is.EqualTo(1));

        string path = _folder.Write("elsewhere/mic_003.mrc", File.ReadAllBytes(_sources[0].Path));
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(_sources[0].Path));
        Assert.That(Pick(_settings, [_sources[0] with { Path = path }, _sources[1]]).Skipped, Is.EqualTo(1));

        Assert.That(Pick(_settings).Skipped, Is.EqualTo(1));
        Assert.That(
            Pick(_settings, [_sources[0] with { PixelSizeAngstrom = 2.6 }, _sources[1]]).Skipped, Is.EqualTo(1));
    }

    [Test]
    public void A_changed_target_of_a_link_is_seen()
    {
        File.CreateSymbolicLink(_folder["link.mrc"], _sources[0].Path);
        MicrographSource[] link = [new(_folder["link.mrc"], "link.mrc", null)];
        Pick(_settings, link);
        Assert.That(Pick(_settings, link).Skipped, Is.EqualTo(1));
        File.SetLastWriteTimeUtc(_sources[0].Path, DateTime.UtcNow.AddMinutes(-1));
        Assert.That(Pick(_settings, link).Skipped, Is.Zero);
    }

    [Test]
    public void A_missing_output_is_made_again_and_one_not_asked_for_before_is_made()
    {
        Pick(_settings);
        File.Delete(_folder["out/mic_004_all.star"]);
        Assert.That(Pick(_settings).Skipped, Is.EqualTo(1));

        Assert.That(Directory.GetFiles(_folder["out/pictures"]), Has.Length.EqualTo(1));
        Assert.That(Pick(_settings with { Pictures = 2 }).Skipped, Is.EqualTo(2), "a picture needs no picking");
        Assert.That(Directory.GetFiles(_folder["out/pictures"]), Has.Length.EqualTo(2));
        Assert.That(Pick(_settings with { WritesBoxes = true, Pictures = 0 }).Skipped, Is.Zero);
        Assert.That(_folder["out/mic_004.box"], Does.Exist);
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(20)]
    [TestCase(50)]
    public void A_torn_record_at_the_end_counts_for_nothing(int left)
    {
        Pick(_settings, [_sources[0]]);
        long whole = new FileInfo(Ledger).Length;
        Pick(_settings);
        using (FileStream ledger = File.OpenWrite(Ledger))
        {
            ledger.SetLength(whole + left);
        }

        Assert.That(Pick(_settings).Skipped, Is.EqualTo(1));
        Assert.That(Pick(_settings).Skipped, Is.EqualTo(2));
    }

    [TestCase("")]
    [TestCase("of another program")]
    public void A_ledger_that_is_none_counts_for_nothing(string text)
    {
        Pick(_settings);
        File.WriteAllText(Ledger, text);
        Assert.That(Pick(_settings).Skipped, Is.Zero);
        Assert.That(Pick(_settings).Skipped, Is.EqualTo(2));
    }

    [Test]
    public void Micrographs_that_come_one_by_one_are_picked_as_a_list_is()
    {
        Pick(_settings);
        Dictionary<string, byte[]> known = Outputs();
        Directory.Delete(_folder["out"], recursive: true);
        List<StageProgress> told = [];
        using var backend = new SimdBackend(2);

        PickingReport report = PickingRun.Run(
            [new DeviceWorker("cpu", backend)],
            SmallData.Shared.Model,
            MicrographSequence.Of(_ => _sources.Select(source => source), OutputNames.Stems),
            _settings,
            new JobContext { Progress = new ProgressList(told.Add) });

        Assert.That((report.Picked, report.Named, report.Left), Is.EqualTo((2, 2, 0)));
        Assert.That(told.Select(progress => (progress.Done, progress.Total)), Is.EqualTo([(1L, 0L), (2L, 0L)]));
        Assert.That(WithoutLedger(Outputs()), Is.EqualTo(WithoutLedger(known)));
    }

    [Test]
    public void A_stream_that_fails_ends_the_run_and_what_was_picked_is_listed()
    {
        using var backend = new SimdBackend(2);
        IEnumerable<MicrographSource> Failing()
        {
            yield return _sources[0];
            throw new InvalidFileException("list.star", "was taken away");
        }

        Assert.That(
            () => PickingRun.Run(
                [new DeviceWorker("cpu", backend)],
                SmallData.Shared.Model,
                MicrographSequence.Of(_ => Failing(), OutputNames.Stems),
                _settings,
                JobContext.Silent),
            Throws.TypeOf<InvalidFileException>().With.Message.Contains("was taken away"));
        Assert.That(Listed(), Is.EqualTo([_sources[0].Name]));
    }

    [Test]
    public void A_run_without_any_pick_says_so_once()
    {
        PickingReport report = Pick(_settings with { Threshold = 1 });
        Assert.That(report.Picks, Is.Zero);
        Assert.That(
            report.Warnings.Single(notice => notice.Code == NoticeCode.NoPicks).Text,
            Does.StartWith("no particles were picked on 2 micrographs: the best score ")
                .And.Contains(" is under the threshold 1.00"));
        Assert.That(Pick(_settings).Warnings, Is.Empty);
    }

    // The first output of the second run is written, the next cannot be: what is there now is of two runs.
    [Test]
    public void A_micrograph_whose_files_are_of_two_runs_is_not_finished()
    {
        Pick(_settings);
        byte[] whole = File.ReadAllBytes(_folder["out/mic_003_autopick.star"]);
        File.Move(_folder["out/mic_003_autopick.star"], _folder["aside"]);
        Directory.CreateDirectory(_folder["out/mic_003_autopick.star"]);
        Assert.That(() => Pick(_settings with { Threshold = 0.001 }), Throws.InstanceOf<IOException>());
        Directory.Delete(_folder["out/mic_003_autopick.star"]);
        File.Move(_folder["aside"], _folder["out/mic_003_autopick.star"]);

        Assert.That(Pick(_settings).Skipped, Is.EqualTo(1));
        Assert.That(File.ReadAllBytes(_folder["out/mic_003_autopick.star"]), Is.EqualTo(whole));
    }

    // While one is written the next is picked, and one may wait in between.
    [Test]
    public void A_run_asked_to_end_finishes_those_under_way_lists_all_that_are_finished_and_goes_on_later()
    {
        PickingRunSettings settings = _settings with { Pictures = 0 };
        for (int i = 0; i < 7; i++)
        {
            File.Copy(_sources[0].Path, _folder[$"mic_00{i}x.mrc"]);
        }

        MicrographSource[] all = [.. SmallData.Sources(_folder.Path)];
        Pick(settings, all);
        Dictionary<string, byte[]> whole = Outputs();
        Directory.Delete(_folder["out/finished"], recursive: true);

        using var source = new CancellationTokenSource();
        PickingReport report = Pick(
            settings, all, new ProgressList(_ => source.Cancel()), cancellation: source.Token);

        Assert.That(report.Picked, Is.InRange(1, 4));
        Assert.That(report.Left, Is.EqualTo(all.Length - report.Picked));
        Assert.That(Listed(), Is.EqualTo(all.Take(report.Picked).Select(micrograph => micrograph.Name)));
        PickingReport rest = Pick(settings, all);
        Assert.That((rest.Skipped, rest.Left), Is.EqualTo((report.Picked, 0)));
        Assert.That(WithoutLedger(Outputs()), Is.EqualTo(WithoutLedger(whole)));
    }

    [Test]
    public void A_run_asked_to_end_before_the_first_leaves_all_and_the_list_of_an_earlier_run()
    {
        PickingReport report = Pick(_settings, cancellation: new CancellationToken(canceled: true));
        Assert.That((report.Picked, report.Left), Is.EqualTo((0, 2)));
        Assert.That(_folder["out/autopick.star"], Does.Not.Exist);

        Pick(_settings);
        Pick(_settings with { Threshold = 0.9 }, cancellation: new CancellationToken(canceled: true));
        Assert.That(Listed(), Has.Length.EqualTo(2));
    }

    [Test]
    public void Failed_micrographs_are_not_finished_and_a_strict_run_lists_those_before()
    {
        _folder.Write("mic_0031.mrc", new byte[500]);
        IReadOnlyList<MicrographSource> three = SmallData.Sources(_folder.Path);

        Assert.That(
            () => Pick(_settings with { Strict = true }, [.. three]), Throws.InstanceOf<InvalidFileException>());
        Assert.That(Listed(), Is.EqualTo([three[0].Name]));

        PickingReport report = Pick(_settings, [.. three]);
        Assert.That((report.Picked, report.Skipped, report.Failures.Count), Is.EqualTo((2, 1, 1)));
        Assert.That(Pick(_settings, [.. three]).Failures, Has.Count.EqualTo(1), "tried again");
        Assert.That(Listed(), Has.Length.EqualTo(2));
    }

    [Test]
    public void A_name_that_outputs_cannot_have_is_a_failure_of_that_micrograph()
    {
        string longName = new string('x', 251) + ".mrc";
        File.Copy(_sources[0].Path, _folder[longName]);
        File.Copy(_sources[0].Path, _folder["two\nlines.mrc"]);
        File.Copy(_sources[0].Path, _folder[new string('y', 241) + ".mrc"]);

        PickingReport report = Pick(_settings, [.. SmallData.Sources(_folder.Path)]);

        Assert.That(report.Picked, Is.EqualTo(3));
        Assert.That(report.Failures, Has.Count.EqualTo(2));
        Assert.That(report.Failures[0].ToString(), Does.Contain("cannot be written to autopick.star"));
        Assert.That(
            report.Failures[1].ToString(),
            Does.Contain("has 251 bytes without the extension, expected at most 241"));
        Assert.That(Listed(), Has.Length.EqualTo(3));
    }

    [Test]
    public void Every_setting_that_changes_picks_is_in_the_fingerprint()
    {
        Dictionary<string, string> facts = PickingFingerprint.OfRun(SmallData.Shared.Model, _settings);
        Assert.That(facts.Keys, Is.SupersetOf(typeof(PickingRunSettings).GetProperties().Select(p => p.Name)
            .Except([nameof(PickingRunSettings.Shard)])));
        PickingRunSettings elsewhere = _settings with
        {
            OutputFolder = "x",
            Strict = true,
            Overwrite = true,
            Pictures = 9,
            WritesBoxes = true,
            Shard = new PickingShard(1, 3),
        };
        Assert.That(PickingFingerprint.OfRun(SmallData.Shared.Model, elsewhere), Is.EqualTo(facts));
    }

    private PickingReport Pick(
        PickingRunSettings settings,
        MicrographSource[]? sources = null,
        ProgressList? progress = null,
        PickingModel? model = null,
        CancellationToken cancellation = default)
    {
        using var backend = new SimdBackend(2);
        return PickingRun.Run(
            backend, model ?? SmallData.Shared.Model, sources ?? _sources, settings, progress, cancellation);
    }

    private Dictionary<string, byte[]> Outputs() =>
        Directory.GetFiles(_folder["out"], "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(_folder["out"], path), PickTableText.ReadComparable);

    private string Ledger => _folder["out/finished/ledger"];

    // Every ledger has a name of its own in its first bytes.
    private static Dictionary<string, byte[]> WithoutLedger(Dictionary<string, byte[]> outputs) => outputs
        .Where(output => !output.Key.StartsWith(PickingLedger.Folder, StringComparison.Ordinal))
        .ToDictionary();

    private string[] Listed()
    {
        StarTable index = StarReader.Read(_folder["out/autopick.star"]).Require("_rlnMicrographName");
        return [.. Enumerable.Range(0, index.RowCount).Select(row => index.Text(row, "_rlnMicrographName"))];
    }
}

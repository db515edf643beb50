using System.Text.Json;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Watch;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Arrival;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Watch;

/// <summary>A folder that is watched while micrographs come, with real picks.</summary>
public sealed class WatchJobTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private static readonly string[] _images =
        [.. SmallData.Sources(SmallData.Shared.UnseenFolder).Select(source => source.Path)];

    private ScratchFolder _folder = null!;
    private List<Notice> _told = null!;

    [SetUp]
    public void Create_folder()
    {
        _folder = new ScratchFolder();
        _told = [];
        Directory.CreateDirectory(_folder["mics"]);
        using FileStream model = File.Create(_folder["model.deepem"]);
        ModelFile.Write(model, SmallData.Shared.Model);
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Micrographs_that_come_in_any_order_give_the_bytes_of_a_picking_of_them_all()
    {
        Task<WatchReport> watching = Start();
        for (int i = 5; i >= 0; i--)
        {
            Copy(i);
        }

        WaitFor(() => Events("picked").Count == 6);
        WatchReport report = Stop(watching);

        Assert.That((report.Picking.Picked, report.Picking.Failures), Is.EqualTo((6, Array.Empty<Notice>())));
        Assert.That(report.Reason, Does.EndWith("STOP is there"));
        RequireSameAsPicking();
    }

    [Test]
    public void A_second_watcher_picks_nothing_twice_and_what_is_gone_stays_listed()
    {
        for (int i = 0; i < 4; i++)
        {
            Copy(i);
        }

        WatchReport first = Run(until: 4);
        File.Move(_folder["mics/m0.mrc"], _folder["moved.mrc"]);
        Copy(4);

        WatchReport second = Run(until: 5);

        Assert.That((first.Picking.Picked, second.Picking.Picked, second.Picking.Skipped), Is.EqualTo((4, 5, 4)));
        Assert.That(Listed(), Has.Length.EqualTo(5));
        File.Move(_folder["moved.mrc"], _folder["mics/m0.mrc"]);
        RequireSameAsPicking();
    }

    [Test]
    public void A_micrograph_that_changes_is_picked_again_and_listed_once()
    {
        for (int i = 0; i < 3; i++)
        {
            Copy(i);
        }

        Task<WatchReport> watching = Start();
        WaitFor(() => Events("picked").Count == 3);
        File.Copy(_images[1], _folder["mics/m0.mrc"], overwrite: true);
        File.SetLastWriteTimeUtc(_folder["mics/m0.mrc"], DateTime.UtcNow);
        WaitFor(() => Events("picked").Count == 4);
        WatchReport report = Stop(watching);

        Assert.That(Events("picked")[3].GetProperty("again").GetBoolean(), Is.True);
        Assert.That(_told.Select(notice => notice.Code), Does.Contain(NoticeCode.FileChanged));
        Assert.That((report.Picking.Picked, Listed().Length), Is.EqualTo((3, 3)));
        RequireSameAsPicking();
    }

    [Test]
    public void A_bad_file_fails_and_an_incomplete_one_waits_while_the_others_are_picked()
    {
        Copy(0);
        Copy(1);
        _folder.Write("mics/small.mrc", new Support.BadFiles.MrcBytes { Width = 8, Height = 8, Cell = (20, 20, 20) }
            .With(Support.BadFiles.MrcBytes.Floats([.. Enumerable.Range(1, 64).Select(i => (float)i)])));
        _folder.Write("mics/half.mrc", File.ReadAllBytes(_images[0])[..9000]);

        Task<WatchReport> watching = Start();
        WaitFor(() => Events("picked").Count == 2 && Events("failed").Count == 1);
        WatchReport report = Stop(watching);

        Assert.That(report.Waiting, Is.EqualTo(1));
        Assert.That(report.Picking.Failures.Single().Subject, Does.EndWith("small.mrc"));
        Assert.That(Listed(), Has.Length.EqualTo(2));
    }

    [Test]
    public void Two_micrographs_with_the_same_pixels_are_flagged()
    {
        Copy(0);
        Copy(1);
        File.Copy(_images[0], _folder["mics/m9.mrc"]);
        Run(until: 3);

        JsonElement flag = Events("flag").Single();
        Assert.That(flag.GetProperty("flag").GetString(), Is.EqualTo("duplicate-pixels"));
    }

    [Test]
    public void An_alarm_runs_the_command_with_its_line()
    {
        for (int i = 0; i < 5; i++)
        {
            _folder.Write($"mics/bad{i}.mrc", new Support.BadFiles.MrcBytes { Mode = 3 }.WithImage());
        }

        string line = _folder["alarm.txt"];
        Task<WatchReport> watching = Start(onAlarm: $"cat > '{line}'");
        WaitFor(() => File.Exists(line) && File.ReadAllText(line).EndsWith('\n'));
        Stop(watching);

        using JsonDocument alarm = JsonDocument.Parse(File.ReadAllText(line));
        Assert.That(alarm.RootElement.GetProperty("alarm").GetString(), Is.EqualTo("failures"));
        Assert.That(Events("alarm"), Has.Count.EqualTo(1));
    }

    [Test]
    public void While_a_folder_is_watched_nobody_else_picks_into_it_and_the_other_way_round()
    {
        Copy(0);
        Copy(1);
        Copy(2);
        Task<WatchReport> watching = Start();
        WaitFor(() => Events("picked").Count == 3);

        Assert.That(() => Pick("out"), Throws.TypeOf<IOException>().With.Message.Contain("is in use"));
        Assert.That(
            () => Job().Run(new JobContext()), Throws.TypeOf<IOException>().With.Message.Contain("is in use"));
        Stop(watching);
        Assert.That(() => Pick("out"), Throws.Nothing);
        using (PickingLock.Share(_folder["out"]))
        {
            Assert.That(
                () => Job().Run(new JobContext()), Throws.TypeOf<IOException>().With.Message.Contain("is in use"));
        }
    }

    [Test]
    public void Nothing_new_for_the_time_that_was_given_ends_it()
    {
        Copy(0);
        Copy(1);
        Copy(2);
        WatchReport report = Job(stopAfter: TimeSpan.FromSeconds(1)).Run(new JobContext());
        Assert.That((report.Reason, report.Picking.Picked), Is.EqualTo(("nothing new for 1.0 s", 3)));
    }

    [Test]
    public void A_place_that_is_not_there_is_refused_and_nothing_is_written()
    {
        WatchJob job = Job() with { Place = _folder["none"] };
        Assert.That(() => job.Run(new JobContext()), Throws.TypeOf<InvalidFileException>());
        Assert.That(_folder["out"], Does.Not.Exist);
    }

    private WatchReport Run(int until)
    {
        Task<WatchReport> watching = Start();
        WaitFor(() => Summary("micrographs") == until);
        return Stop(watching);
    }

    private WatchJob Job(TimeSpan? stopAfter = null, string? onAlarm = null) => new(
        _folder["mics"],
        Settings("out"),
        new WatchSettings(new ArrivalSettings(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.5)))
        {
            StopAfter = stopAfter,
            OnAlarm = onAlarm,
        })
    {
        ModelPath = _folder["model.deepem"],
        Device = "cpu",
        Threads = 1,
    };

    private PickingRunSettings Settings(string output) => new(_folder[output], null, null, Pictures: 0, Strict: false);

    private Task<WatchReport> Start(string? onAlarm = null)
    {
        if (File.Exists(_folder["out/STOP"]))
        {
            File.Delete(_folder["out/STOP"]);
        }

        WatchJob job = Job(onAlarm: onAlarm);
        return Task.Factory.StartNew(
            () => job.Run(new JobContext { Tell = _told.Add }),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private WatchReport Stop(Task<WatchReport> watching)
    {
        _folder.Write("out/STOP", "");
        Assert.That(watching.Wait(_patience), Is.True);
        return watching.Result;
    }

    private void Copy(int number) => File.Copy(_images[number % 2], _folder[$"mics/m{number}.mrc"]);

    private List<JsonElement> Events(string name)
    {
        string path = _folder["out/events.jsonl"];
        return !File.Exists(path)
            ? []
            :
            [
                .. File.ReadAllLines(path).Select(line => JsonDocument.Parse(line).RootElement)
                    .Where(line => line.GetProperty("event").GetString() == name),
            ];
    }

    private int Summary(string name) => File.Exists(_folder["out/summary.json"])
        ? JsonDocument.Parse(File.ReadAllText(_folder["out/summary.json"])).RootElement.GetProperty(name).GetInt32()
        : 0;

    private static void WaitFor(Func<bool> isSo) =>
        Assert.That(SpinWait.SpinUntil(() => { Thread.Sleep(20); return isSo(); }, _patience), Is.True);

    private string[] Listed() =>
        [.. File.ReadAllLines(_folder["out/autopick.star"]).Where(line => line.Contains(".mrc"))];

    private void Pick(string output) => new PickingJob(
        MicrographSequence.Of(MicrographList.Expand([_folder["mics"]], TextReader.Null)), Settings(output))
    {
        ModelPath = _folder["model.deepem"],
        Device = "cpu",
        Threads = 1,
    }.Run();

    private void RequireSameAsPicking()
    {
        Pick("whole");
        string[] names =
        [
            .. Directory.GetFiles(_folder["whole"]).Select(path => Path.GetFileName(path))
                .Where(name => name is not ("settings.json" or "picks.csv")),
        ];
        Assert.That(names, Has.Length.GreaterThan(5));
        foreach (string name in names)
        {
            Assert.That(
                File.ReadAllText(_folder[$"out/{name}"]).Replace(_folder["out"], _folder["whole"]),
                Is.EqualTo(File.ReadAllText(_folder[$"whole/{name}"])),
                name);
        }
    }
}

using System.Globalization;
using DeepEM.Engine.Learning.Models;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Reliability;

/// <summary>The real program watches a folder, is killed with SIGKILL at random moments while files come, and gives in
/// the end the bytes of one picking of them all.</summary>
/// <remarks><c>DEEPEM_KILLS=50</c> kills so many times.</remarks>
[NonParallelizable]
[Platform(Include = "Linux,MacOsX", Reason = "Sends signals with kill.")]
public sealed class WatchKillTests
{
    private static readonly int _kills = int.Parse(
        Environment.GetEnvironmentVariable("DEEPEM_KILLS") ?? "4", NumberStyles.None, CultureInfo.InvariantCulture);

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder()
    {
        _folder = new ScratchFolder();
        Directory.CreateDirectory(_folder["mics"]);
        using FileStream model = File.Create(_folder["model.deepem"]);
        ModelFile.Write(model, SmallData.Shared.Model);
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Watching_killed_at_random_moments_gives_the_bytes_of_one_picking()
    {
        string[] images = [.. SmallData.Sources(SmallData.Shared.UnseenFolder).Select(source => source.Path)];
        var random = new Random(3);
        int copied = 0;
        int alive = 0;
        for (int kill = 0; kill < _kills; kill++)
        {
            using var watcher = DeepEmProcess.Start(Watch("0.1"));
            DateTime end = DateTime.UtcNow.AddSeconds(0.3 + (2.5 * random.NextDouble()));
            while (DateTime.UtcNow < end)
            {
                if (copied < 3 * (kill + 1))
                {
                    File.Copy(images[copied % 2], _folder[$"mics/m{random.Next(1000):D3}_{copied++:D3}.mrc"]);
                }

                Thread.Sleep(100);
            }

            watcher.Signal("KILL");
            (int code, _, string error) = watcher.Wait();
            Assert.That(code, Is.AnyOf(0, 128 + 9), error);
            alive += code == 0 ? 0 : 1;
        }

        string[] before = Picked();
        (int last, _, string said) = Run([.. Watch("0.1"), "--stop-after", "2s"]);
        Assert.That(last, Is.Zero, said);
        (int whole, _, said) = Run(["pick", _folder["mics"], .. Rest("whole"), "--pictures", "0"]);
        Assert.That(whole, Is.Zero, said);

        string[] names =
        [
            .. Directory.GetFiles(_folder["whole"]).Select(path => Path.GetFileName(path))
                .Where(name => name is not ("settings.json" or "picks.csv")),
        ];
        Assert.That(names, Has.Length.GreaterThan(2 * copied));
        foreach (string name in names)
        {
            Assert.That(
                File.ReadAllText(_folder[$"out/{name}"]).Replace(_folder["out"], _folder["whole"]),
                Is.EqualTo(File.ReadAllText(_folder[$"whole/{name}"])),
                name);
        }

        // One that was picked and told of is not picked again; one that was killed before it was told of is not told.
        Assert.That(before, Is.Unique);
        Assert.That(Picked(), Is.Unique);
        TestContext.Out.WriteLine(
            $"{alive} of {_kills} killed, {copied} micrographs, {before.Length} of them picked before the last start");
    }

    [Test]
    public void A_watcher_that_is_asked_to_stop_ends_with_the_code_of_the_signal()
    {
        using var watcher = DeepEmProcess.Start(Watch("0.2"));
        Assert.That(watcher.WaitUntil(() => File.Exists(_folder["out/summary.json"])), Is.True);
        watcher.Signal("TERM");
        (int code, string output, string error) = watcher.Wait();
        Assert.That(code, Is.EqualTo(143));
        Assert.That(output, Does.StartWith("Stopped: asked to by a signal"));
        Assert.That(error, Does.EndWith("re-running the command goes on"));
    }

    private string[] Watch(string settle) =>
        ["watch", _folder["mics"], .. Rest("out"), "--settle", settle, "--poll", "0.5"];

    private string[] Rest(string output) =>
        ["--model", _folder["model.deepem"], "--out", _folder[output], "--threads", "1", "--device", "cpu"];

    private string[] Picked() => !File.Exists(_folder["out/events.jsonl"])
        ? []
        :
        [
            .. File.ReadAllLines(_folder["out/events.jsonl"]).Where(line => line.Contains("\"event\":\"picked\""))
                .Select(line => line.Split("\"micrograph\":\"")[1].Split('"')[0]),
        ];

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var process = DeepEmProcess.Start(arguments);
        return process.Wait();
    }
}

using System.Diagnostics;
using System.Globalization;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.Checkpoints;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Reliability;

/// <summary>The real program, killed with SIGKILL at random moments, leaves every file old or new, whole.</summary>
/// <remarks>
/// Two commands that differ in one setting write the same files in turn; after every kill each file must have the bytes
/// that one of them gives undisturbed. <c>DEEPEM_KILLS=200</c> kills so many times in all.
/// </remarks>
[NonParallelizable]
[Platform(Include = "Linux,MacOsX", Reason = "Sends signals with kill.")]
public sealed class KillTests
{
    private const int Commands = 3;

    private static readonly int _kills = int.Parse(
        Environment.GetEnvironmentVariable("DEEPEM_KILLS") ?? "9", NumberStyles.None, CultureInfo.InvariantCulture);

    private SmallInputs _inputs = null!;

    [SetUp]
    public void Create_inputs() => _inputs = new SmallInputs();

    [TearDown]
    public void Remove_inputs() => _inputs.Dispose();

    [Test]
    public void Training_killed_at_random_moments_leaves_whole_files_and_can_be_done_again()
    {
        FolderImage[] whole = Kill(
            [_inputs.Train(1, "--overwrite"), _inputs.Train(2, "--overwrite")],
            isWhole: name => name.EndsWith(".checkpoint", StringComparison.Ordinal) && CanResume());

        Assert.That(Run(_inputs.Train(1, "--overwrite"), killAfter: null).Code, Is.Zero);
        RequireSame(FolderImage.Of(_inputs.Out), whole[0]);
    }

    [Test]
    public void Picking_killed_at_random_moments_leaves_whole_files_of_one_run_each_and_goes_on()
    {
        FolderImage[] whole = Kill(
            [_inputs.Pick(0.3, "--overwrite"), _inputs.Pick(0.6, "--overwrite")],
            isWhole: name => name == LedgerImage.File,
            check: RequireOneRunEach);

        (int code, string output, string error) = Run(_inputs.Pick(0.3), killAfter: null);
        Assert.That(code, Is.Zero, error);
        Assert.That(output, Does.Contain($"on {SmallInputs.Micrographs} micrographs"));
        RequireSame(FolderImage.Of(_inputs.Out), whole[0], except: ["settings.json", LedgerImage.File]);
    }

    [Test]
    public void Conversion_killed_at_random_moments_leaves_whole_files()
    {
        FolderImage[] whole = Kill([_inputs.Convert(0), _inputs.Convert(0.5)], isWhole: _ => false);

        Assert.That(Run(_inputs.Convert(0), killAfter: null).Code, Is.Zero);
        RequireSame(FolderImage.Of(_inputs.Out), whole[0]);
    }

    // Kills and looks, again and again; gives what the commands leave undisturbed.
    private FolderImage[] Kill(
        string[][] commands,
        Func<string, bool> isWhole,
        Action<FolderImage, FolderImage[]>? check = null)
    {
        var whole = new FolderImage[commands.Length];
        double duration = double.MaxValue;
        for (int i = 0; i < commands.Length; i++)
        {
            _inputs.Clear();
            long start = Stopwatch.GetTimestamp();
            (int code, _, string error) = Run(commands[i], killAfter: null);
            duration = Math.Min(duration, Stopwatch.GetElapsedTime(start).TotalSeconds);
            Assert.That(code, Is.Zero, error);
            whole[i] = FolderImage.Of(_inputs.Out);
        }

        var random = new Random(7);
        int alive = 0;
        int mixed = 0;
        for (int kill = 0; kill < Math.Max(1, _kills / Commands); kill++)
        {
            TimeSpan moment = TimeSpan.FromSeconds(duration * (0.15 + (0.9 * random.NextDouble())));
            (int code, _, string error) = Run(commands[kill % commands.Length], moment);
            Assert.That(code, Is.AnyOf(0, 128 + 9), error);
            alive += code == 0 ? 0 : 1;
            FolderImage now = FolderImage.Of(_inputs.Out);
            foreach (string name in now.Names)
            {
                bool isKnown = Array.Exists(whole, image => now.HasSame(name, image));
                Assert.That(
                    isKnown || isWhole(name), Is.True, $"kill {kill + 1} after {moment}: {name} is neither");
            }

            mixed += whole.All(image => now.Names.Any(name => now.HasSame(name, image)
                && !whole.All(other => now.HasSame(name, other)))) ? 1 : 0;
            check?.Invoke(now, whole);
        }

        TestContext.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{alive} of {Math.Max(1, _kills / Commands)} runs of {duration:F2} s were killed before their end; "
            + $"{mixed} times old and new files were there together; {FolderImage.Temporaries(_inputs.Out)} "
            + $"temporary files were left"));
        return whole;
    }

    private static (int Code, string Output, string Error) Run(string[] arguments, TimeSpan? killAfter)
    {
        using var process = DeepEmProcess.Start(arguments);
        if (killAfter is { } moment)
        {
            Thread.Sleep(moment);
            process.Signal("KILL");
        }

        return process.Wait();
    }

    // A record vouches for all files of its micrograph.
    private static void RequireOneRunEach(FolderImage now, FolderImage[] whole)
    {
        UInt128[] runs = [.. whole.Select(image => LedgerImage.RunsOf(image).Values.Distinct().Single())];
        Assert.That(runs, Is.Unique);
        foreach ((string name, UInt128 record) in LedgerImage.RunsOf(now))
        {
            FolderImage run = whole[Array.IndexOf(runs, record)];
            foreach (string file in LedgerImage.FilesOf(run, name))
            {
                Assert.That(now.HasSame(file, run), Is.True, $"{file} is not of the run that the ledger tells of");
            }
        }
    }

    private static void RequireSame(FolderImage now, FolderImage whole, params string[] except)
    {
        Assert.That(now.Names, Is.EquivalentTo(whole.Names));
        Assert.That(now.Names.Except(except).Where(name => !now.HasSame(name, whole)), Is.Empty);
    }

    private bool CanResume() =>
        TrainingCheckpoint.Resume(TrainingOutputs.Checkpoint(Path.Combine(_inputs.Out, "m.deepem")), 1).Position
            is not null;
}

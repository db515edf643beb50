using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Reliability;

/// <summary>Two programs that write the same files at once: the last whole file wins, never a mixture.</summary>
[NonParallelizable]
public sealed class TwoProcessTests
{
    private SmallInputs _inputs = null!;

    [SetUp]
    public void Create_inputs() => _inputs = new SmallInputs();

    [TearDown]
    public void Remove_inputs() => _inputs.Dispose();

    [Test]
    public void Case_106_two_pickings_into_one_folder_leave_each_micrograph_to_one_of_them()
    {
        FolderImage[] whole = [Alone(_inputs.Pick(0.3)), Alone(_inputs.Pick(0.6))];
        _inputs.Clear();
        Together(_inputs.Pick(0.3), _inputs.Pick(0.6));

        FolderImage now = FolderImage.Of(_inputs.Out);
        Assert.That(now.Names, Is.EquivalentTo(whole[0].Names));
        UInt128[] runs = [.. whole.Select(image => LedgerImage.RunsOf(image).Values.Distinct().Single())];
        Dictionary<string, UInt128> records = LedgerImage.RunsOf(now);
        Assert.That(records, Has.Count.EqualTo(SmallInputs.Micrographs));
        foreach ((string name, UInt128 record) in records)
        {
            FolderImage run = whole[Array.IndexOf(runs, record)];
            Assert.That(LedgerImage.FilesOf(now, name).Where(file => !now.HasSame(file, run)), Is.Empty, name);
        }
    }

    [Test]
    public void Case_106_two_conversions_into_one_folder_leave_whole_files()
    {
        FolderImage[] whole = [Alone(_inputs.Convert(0)), Alone(_inputs.Convert(0.5))];
        _inputs.Clear();
        Together(_inputs.Convert(0), _inputs.Convert(0.5));
        RequireKnown(whole);
    }

    [Test]
    public void Case_106_two_trainings_of_one_model_leave_whole_files()
    {
        FolderImage[] whole = [Alone(_inputs.Train(1, "--overwrite")), Alone(_inputs.Train(2, "--overwrite"))];
        _inputs.Clear();
        Together(_inputs.Train(1, "--overwrite"), _inputs.Train(2, "--overwrite"));
        RequireKnown(whole);
    }

    private void RequireKnown(FolderImage[] whole)
    {
        FolderImage now = FolderImage.Of(_inputs.Out);
        Assert.That(now.Names, Is.EquivalentTo(whole[0].Names));
        Assert.That(now.Names.Where(name => !whole.Any(image => now.HasSame(name, image))), Is.Empty);
        Assert.That(FolderImage.Temporaries(_inputs.Out), Is.Zero);
    }

    private FolderImage Alone(string[] arguments)
    {
        _inputs.Clear();
        CommandRun run = CommandRun.Of(arguments);
        Assert.That(run.Code, Is.EqualTo(DeepEM.Cli.Shell.ExitCode.Success), run.Error);
        return FolderImage.Of(_inputs.Out);
    }

    private static void Together(string[] first, string[] second)
    {
        using var one = DeepEmProcess.Start(first);
        using var other = DeepEmProcess.Start(second);
        (int Code, string Output, string Error)[] ends = [one.Wait(), other.Wait()];
        Assert.That(ends.Select(end => end.Code), Is.All.Zero, ends[0].Error + ends[1].Error);
    }
}

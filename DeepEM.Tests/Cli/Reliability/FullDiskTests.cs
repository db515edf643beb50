using DeepEM.Cli.Shell;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Reliability;

/// <summary>A disk that fills up under the program: the old files stay, no part of a new one is there, exit code 1.
/// </summary>
[NonParallelizable]
public sealed class FullDiskTests
{
    private SmallInputs _inputs = null!;

    [SetUp]
    public void Create_inputs() => _inputs = new SmallInputs();

    [TearDown]
    public void Remove_inputs() => _inputs.Dispose();

    [Test]
    public void Picking_stops_with_one_line_and_goes_on_when_there_is_room()
    {
        using var disk = Mount.Disk(_inputs.Out, "8m");
        CommandRun whole = CommandRun.Of(_inputs.Pick(0.3));
        Assert.That(whole.Code, Is.EqualTo(ExitCode.Success), whole.Error);
        FolderImage expected = FolderImage.Of(_inputs.Out);
        ClearDisk();
        disk.Resize("120k");

        CommandRun full = CommandRun.Of(_inputs.Pick(0.3));

        RequireFull(full, "deepem pick: ");
        FolderImage now = FolderImage.Of(_inputs.Out);
        Assert.That(
            now.Names.Except(["autopick.star", "picks.csv", LedgerImage.File])
                .Where(name => !now.HasSame(name, expected)),
            Is.Empty);
        Assert.That(
            LedgerImage.RunsOf(now).Keys.SelectMany(name => LedgerImage.FilesOf(expected, name)),
            Is.SubsetOf(now.Names));
        disk.Resize("8m");
        CommandRun rest = CommandRun.Of(_inputs.Pick(0.3));
        Assert.That(rest.Code, Is.EqualTo(ExitCode.Success), rest.Error);
        Assert.That(rest.Output, Does.Contain("Skipped "), "some were finished");
        FolderImage end = FolderImage.Of(_inputs.Out);
        Assert.That(end.Names, Is.EquivalentTo(expected.Names));
        Assert.That(
            end.Names.Except(["settings.json", LedgerImage.File]).Where(name => !end.HasSame(name, expected)),
            Is.Empty);
        Assert.That(LedgerImage.RunsOf(end), Is.EqualTo(LedgerImage.RunsOf(expected)));
    }

    [Test]
    public void Training_ends_with_the_old_model_and_one_line()
    {
        using var disk = Mount.Disk(_inputs.Out, "48k");
        string model = Path.Combine(_inputs.Out, "m.deepem");
        File.WriteAllText(model, "the old model");
        RequireFull(CommandRun.Of(_inputs.Train(1, "--overwrite")), "deepem train: ");
        Assert.That(File.ReadAllText(model), Is.EqualTo("the old model"));
    }

    [Test]
    public void Conversion_leaves_whole_files_and_one_line()
    {
        using var disk = Mount.Disk(_inputs.Out, "8m");
        Assert.That(CommandRun.Of(_inputs.Convert(0)).Code, Is.EqualTo(ExitCode.Success));
        FolderImage expected = FolderImage.Of(_inputs.Out);
        ClearDisk();
        disk.Resize("200k");
        RequireFull(CommandRun.Of(_inputs.Convert(0)), "deepem convert: ");
        FolderImage now = FolderImage.Of(_inputs.Out);
        Assert.That(now.Names.Where(name => !now.HasSame(name, expected)), Is.Empty);
    }

    [Test]
    public void A_simulation_stops_with_one_line()
    {
        using var disk = Mount.Disk(_inputs.Out, "600k");
        CommandRun run = CommandRun.Of(
            "simulate", "--out", _inputs.Out, "--count", "3", "--size", "256", "--diameter", "120");
        RequireFull(run, "deepem simulate: ");
        Assert.That(
            Directory.GetFiles(_inputs.Out, "*.mrc").Select(path => new FileInfo(path).Length),
            Is.All.EqualTo(1024 + (256 * 256 * 4)));
    }

    private void RequireFull(CommandRun run, string start)
    {
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure), run.Output + run.Error);
        Assert.That(run.ErrorLines.Single(), Does.StartWith(start).And.Contain("No space left on device"));
        Assert.That(FolderImage.Temporaries(_inputs.Out), Is.Zero);
    }

    private void ClearDisk()
    {
        foreach (string entry in Directory.GetFileSystemEntries(_inputs.Out))
        {
            if (Directory.Exists(entry))
            {
                Directory.Delete(entry, recursive: true);
            }
            else
            {
                File.Delete(entry);
            }
        }
    }
}

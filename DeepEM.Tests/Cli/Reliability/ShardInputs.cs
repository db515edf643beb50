using DeepEM.Engine.Learning.Models;
using DeepEM.Tests.Support;

namespace DeepEM.Tests.Cli.Reliability;

/// <summary>Micrographs for three shards of eight, eight and five, and the command that picks them.</summary>
internal sealed class ShardInputs : IDisposable
{
    public const int Shards = 3;

    // The third batch is not full.
    public const int Micrographs = 21;

    private readonly ScratchFolder _folder = new();

    public ShardInputs()
    {
        Directory.CreateDirectory(_folder["mics"]);
        string[] unseen = [.. SmallData.Sources(SmallData.Shared.UnseenFolder).Select(source => source.Path)];
        for (int i = 0; i < Micrographs; i++)
        {
            File.Copy(unseen[i % unseen.Length], _folder[$"mics/m{i:D2}.mrc"]);
        }

        using FileStream model = File.Create(_folder["model.deepem"]);
        ModelFile.Write(model, SmallData.Shared.Model);
    }

    public string Out => _folder["out"];

    public string this[string name] => _folder[name];

    /// <summary>Files that are those of the run, and not of how it was divided.</summary>
    public static IEnumerable<string> Compared(FolderImage image) => image.Names.Where(name =>
        name != "settings.json" && !name.StartsWith("finished/", StringComparison.Ordinal)
        && !name.StartsWith("slurm/", StringComparison.Ordinal));

    public string[] Pick(params string[] options) =>
    [
        "pick", _folder["mics"], "--model", _folder["model.deepem"], "--out", Out, "--box", "--pictures", "2",
        .. options,
    ];

    /// <summary>What one process leaves; the folder is empty again afterwards.</summary>
    public FolderImage OfOneProcess(params string[] options)
    {
        CommandRun run = CommandRun.Of(Pick(options));
        Assert(run);
        var image = FolderImage.Of(Out);
        Directory.Delete(Out, recursive: true);
        return image;
    }

    public void Dispose() => _folder.Dispose();

    private static void Assert(CommandRun run) =>
        NUnit.Framework.Assert.That(run.Code, NUnit.Framework.Is.EqualTo(DeepEM.Cli.Shell.ExitCode.Success), run.Error);
}

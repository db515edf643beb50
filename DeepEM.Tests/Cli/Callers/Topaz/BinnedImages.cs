using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Callers.Topaz;

/// <summary>A folder as callers leave it: micrographs with particles of 50 px, made two times smaller.</summary>
internal sealed class BinnedImages : IDisposable
{
    public const double Scale = 2;
    public const double Diameter = 25;

    private readonly ScratchFolder _folder = new();

    /// <summary>Bins the micrographs of a folder.</summary>
    /// <param name="source">Micrographs with their truth.</param>
    public BinnedImages(string source)
    {
        Micrographs = [.. Directory.GetFiles(source, "*.mrc").Order(StringComparer.Ordinal)];
        TopazCallRun run = TopazCallRun.Of(["preprocess", .. Micrographs, "-s", "2", "-o", _folder["binned"]]);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Files = [.. Directory.GetFiles(_folder["binned"]).Order(StringComparer.Ordinal)];
        run = TopazCallRun.Of("convert", SmallData.TruthOf(source), "-o", _folder["targets.txt"], "-s", "2");
        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
    }

    /// <summary>The micrographs in full.</summary>
    public IReadOnlyList<string> Micrographs { get; }

    /// <summary>The binned images.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The true particles in their pixels.</summary>
    public string Targets => _folder["targets.txt"];

    public string this[string name] => _folder[name];

    public ScratchFolder Folder => _folder;

    /// <summary>Puts one image where RELION puts the micrograph in hand.</summary>
    /// <param name="number">Which image.</param>
    /// <returns>The folder with <c>rank000000.mrc</c>.</returns>
    public string Proc(int number = 0)
    {
        string proc = _folder["AutoPick/job011/proc"];
        Directory.CreateDirectory(proc);
        File.Copy(Files[number], Path.Combine(proc, "rank000000.mrc"), overwrite: true);
        return proc;
    }

    /// <summary>Share of the particles of an image that a table names within a quarter of a diameter.</summary>
    /// <param name="table">Coordinates and scores.</param>
    /// <param name="number">Which image.</param>
    /// <param name="scale">What the coordinates were multiplied by.</param>
    public double Found(IReadOnlyList<(double X, double Y, double Score)> table, int number, double scale)
    {
        MicrographPicks truth = PickReader.Read(Targets).Find(Path.GetFileNameWithoutExtension(Files[number]))!;
        return truth.Particles.Count(particle => table.Any(pick =>
            Math.Pow((pick.X / scale) - particle.X, 2) + Math.Pow((pick.Y / scale) - particle.Y, 2)
            < Math.Pow(Diameter / 4, 2))) / (double)truth.Particles.Count;
    }

    public void Dispose() => _folder.Dispose();
}

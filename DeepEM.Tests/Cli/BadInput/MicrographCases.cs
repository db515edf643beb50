using System.Text.RegularExpressions;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Tests.Engine.Picking;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.BadInput;

/// <summary>What the tests of bad micrographs share: a model with a box of 16 px at 1.5 Å, and the program.</summary>
/// <remarks>The numbers of the cases are those of the list in docs/formats.md.</remarks>
public abstract partial class MicrographCases
{
    private static readonly byte[] _model = SmallData.Bytes(
        BlobModel.Create(0) with
        {
            PixelSizeAngstrom = 1.5,
            DiameterAngstrom = 24,
            Contrast = ParticleContrast.Bright,
        });

    private ScratchFolder _folder = null!;

    private protected ScratchFolder Folder => _folder;

    [SetUp]
    public void Make_folder()
    {
        _folder = new ScratchFolder();
        _folder.Write("m.deepem", _model);
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    /// <summary>Runs deepem pick on one file, stopping at a bad one.</summary>
    private protected CommandRun Pick(string path, params string[] options) => CommandRun.Of(
        [
            "pick", path, "--model", _folder["m.deepem"], "--out", _folder["out"], "--pictures", "0",
            "--device", "cpu", "--threads", "1", "--strict", "--contrast", "bright", .. options,
        ]);

    [GeneratedRegex(
        "^warning: no particles were picked on the micrograph: (the best score 0\\.[0-9]+ is under the threshold "
        + "0\\.[0-9]+, which can be chosen anew|all candidates lie on masked places|they look like noise alone at "
        + "this diameter and pixel size)$")]
    private static partial Regex NoPicks();

    /// <summary>The file must be refused: exit code 1, one line with its name and a text, nothing written.</summary>
    private protected void AssertRefused(byte[] content, string expected, string name = "bad.mrc") =>
        AssertRefused(_folder.Write(name, content), expected);

    private protected void AssertRefused(string path, string expected, params string[] options)
    {
        RemoveOutput();
        CommandRun run = Pick(path, options);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
            Assert.That(run.ErrorLines.Single(), Does.StartWith($"deepem pick: {path}: ").And.Contains(expected));
            Assert.That(run.Output, Is.Empty);
            Assert.That(Path.Exists(_folder["out/autopick.star"]), Is.False);
        }
    }

    /// <summary>The file must be picked: exit code 0, and on stderr one warning for each text, nothing else.</summary>
    /// <returns>The micrograph as read.</returns>
    private protected Micrograph AssertPicked(byte[] content, params string[] warnings) =>
        AssertPicked(_folder.Write("odd.mrc", content), warnings);

    private protected Micrograph AssertPicked(string path, params string[] warnings)
    {
        AssertPickedWith([], path, warnings);
        return MicrographReader.Read(path);
    }

    private protected void AssertPickedWith(string[] options, string path, params string[] warnings)
    {
        RemoveOutput();
        CommandRun run = Pick(path, options);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
            Assert.That(run.Output, Does.Contain(" on 1 micrograph at threshold "));
            int none = run.Output.StartsWith("Picked 0 ", StringComparison.Ordinal) ? 1 : 0;
            Assert.That(
                run.ErrorLines.Count(NoPicks().IsMatch),
                Is.EqualTo(none));
            Assert.That(run.ErrorLines, Has.Length.EqualTo(warnings.Length + none));
            foreach (string warning in warnings)
            {
                Assert.That(run.ErrorLines, Has.One.StartsWith($"warning: {path}: ").And.One.Contains(warning));
            }
        }
    }

    /// <summary>No byte of what a file claims is allocated before it is refused.</summary>
    private protected void AssertRefusedWithoutMemory(byte[] content, string expected, string name = "bad.mrc")
    {
        AssertRefused(content, expected, name);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => MicrographReader.Read(_folder[name]), Throws.InstanceOf<InvalidFileException>());
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 18));
    }

    private void RemoveOutput()
    {
        if (Directory.Exists(_folder["out"]))
        {
            Directory.Delete(_folder["out"], recursive: true);
        }
    }
}

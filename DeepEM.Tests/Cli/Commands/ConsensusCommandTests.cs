using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

/// <summary>deepem consensus on picks of several formats.</summary>
public sealed class ConsensusCommandTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Write_picks()
    {
        _folder = new ScratchFolder();
        Directory.CreateDirectory(_folder["boxes"]);

        // Corners of boxes of 40 px: the centres are 20 px farther.
        File.WriteAllText(_folder["boxes/mic1.box"], "80\t80\t40\t40\n280\t80\t40\t40\n");
        File.WriteAllText(
            _folder["topaz.txt"],
            "image_name\tx_coord\ty_coord\tscore\nmic1\t103\t100\t2.5\nmic1\t500\t500\t0.5\nmic2\t50\t60\t1\n");
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void What_two_pickers_have_is_kept_and_the_table_has_all()
    {
        CommandRun run = Run("both");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output, Does.Contain("boxes: 2 picks on 1 micrograph; by the others, about"));
        Assert.That(run.Output, Does.Contain("1 particle: boxes and topaz.txt"));
        Assert.That(run.Output, Does.Contain("2 particles: only topaz.txt"));
        Assert.That(run.Output, Does.Contain("Kept 2 particles on 2 micrographs"));
        Assert.That(run.Error, Does.Contain("fewer than 2 pickers have picks on 1 of 2 micrographs, mic2"));
        string[] table = File.ReadAllLines(_folder["both/consensus.csv"]);
        Assert.That(table[0], Is.EqualTo("micrograph,x,y,probability,votes,kept,boxes,topaz.txt"));
        Assert.That(table, Has.Length.EqualTo(5));
        Assert.That(table.Count(line => line.StartsWith("mic1,", StringComparison.Ordinal)), Is.EqualTo(3));
        Assert.That(_folder["both/mic1_autopick.star"], Does.Exist);
        Assert.That(_folder["both/settings.json"], Does.Exist);
        Assert.That(PickReader.Read(_folder["both"]).ParticleCount, Is.EqualTo(2), "consensus.csv holds no picks");
    }

    [Test]
    public void A_merge_has_each_particle_once_and_replaces_nothing_unasked()
    {
        Assert.That(Run("all", "--merge").Output, Does.Contain("Kept 4 particles on 2 micrographs"));
        Assert.That(Run("all", "--merge").Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(Run("all", "--merge", "--overwrite").Code, Is.EqualTo(ExitCode.Success));
    }

    [Test]
    public void One_picker_is_no_consensus()
    {
        CommandRun run = CommandRun.Of(["consensus", _folder["boxes"], "--diameter", "100", "--out", _folder["out"]]);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.Error, Does.Contain("expected two or more"));
    }

    [Test]
    public void Without_a_pixel_size_a_diameter_says_nothing()
    {
        CommandRun run = CommandRun.Of(
        [
            "consensus", _folder["boxes"], _folder["topaz.txt"], "--diameter", "100", "--out", _folder["out"],
        ]);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.Error, Does.Contain("pixel size of mic1 is not known"));
    }

    [Test]
    public void A_verified_picker_is_believed_as_its_verification_says()
    {
        VerificationOutputs.Write(_folder["v"], VerifiedData.Result);
        string other = _folder.Write(
            "other.csv", "micrograph,x,y,score\na b,101,50,1\na b,300,201,0.5\nc,20,51,0.2\n");

        CommandRun run = CommandRun.Of(
        [
            "consensus", _folder["v"], other, "--diameter", "50", "--out", _folder["out"], "--to", "csv",
        ]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output, Does.Contain("v: 8 picks on 2 micrographs; by its verification, about 58 %"));
        Assert.That(run.Output, Does.Contain("other.csv: 3 picks on 2 micrographs; by the others, about"));
        Assert.That(run.Output, Does.Contain("Kept 3 particles on 3 micrographs"));
        Assert.That(File.ReadAllText(_folder["out/coordinates.csv"]), Does.Contain("Micrographs/a b.mrc,101,50,0.98"));
    }

    private CommandRun Run(string name, params string[] words) => CommandRun.Of(
    [
        "consensus", _folder["boxes"], _folder["topaz.txt"], "--diameter", "100", "--pixel-size", "2", "--out",
        _folder[name], .. words,
    ]);
}

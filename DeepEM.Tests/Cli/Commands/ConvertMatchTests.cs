using DeepEM.Cli.Shell;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

/// <summary>Picks that belong to the micrographs given to <c>deepem convert</c>, and those that do not.</summary>
public sealed class ConvertMatchTests
{
    private const string Head = "data_\nloop_\n_rlnCoordinateX\n_rlnCoordinateY\n";

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new ScratchFolder();
        foreach (string grid in (string[])["g1", "g2", "g3"])
        {
            Directory.CreateDirectory(_folder[grid]);
            MrcWriter.Write(_folder[grid + "/m.mrc"], new float[64 * 64], 64, 64, 2);
        }
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("picks")]
    [TestCase("picks/other.star")]
    public void Picks_that_match_nothing_are_a_failure_with_both_names_and_a_hint(string input)
    {
        _folder.Write("picks/other.star", Head + "1 2\n");

        CommandRun run = Convert(input, "g1");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines.Single(), Does.Contain("no picks for any of the 1 micrographs given")
            .And.Contain("of other").And.Contain("file names must agree"));
        Assert.That(Directory.Exists(_folder["out"]) && Directory.GetFiles(_folder["out"]).Length > 0, Is.False);
    }

    [Test]
    public void Files_without_a_particle_or_a_micrograph_are_a_failure()
    {
        _folder.Write("empty.csv", "image,x,y\n");

        Assert.That(Convert("empty.csv").Code, Is.EqualTo(ExitCode.Failure));
    }

    [Test]
    public void A_missing_file_of_an_index_is_reported_and_the_rest_converted()
    {
        _folder.Write("a.star", Head + "1 2\n");
        _folder.Write(
            "autopick.star",
            "data_coordinate_files\nloop_\n_rlnMicrographName\n_rlnMicrographCoordinates\n"
            + "a.mrc a.star\nb.mrc gone.star\n");

        CommandRun run = Convert("autopick.star");

        Assert.That(run.Code, Is.EqualTo(ExitCode.PartialFailure));
        Assert.That(run.Output, Does.StartWith("1 particle on 1 micrograph"));
        Assert.That(run.ErrorLines.Single(), Does.Contain("gone.star, which is not there"));
    }

    [Test]
    public void Of_equal_file_names_one_without_picks_takes_none_of_another()
    {
        string g1 = _folder["g1/m.mrc"];
        _folder.Write("picks.csv", $"image,x,y\n{g1},1,2\n{_folder["g2/m.mrc"]},3,4\n");

        CommandRun run = Convert("picks.csv", "g3", "g2", "g1");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Error, Does.Contain("no picks for 1 of 3 micrographs, " + _folder["g3/m.mrc"]));
        Assert.That(
            File.ReadAllLines(_folder["out/coordinates.csv"])[1..],
            Is.EquivalentTo([g1 + ",1,2,0", _folder["g2/m.mrc"] + ",3,4,0"]));
    }

    [TestCase("m_topazpicks.star")]
    [TestCase("m_extract.star")]
    [TestCase("m_DW.box")]
    [TestCase("004843738741036186573_m_patch_aligned_doseweighted.star")]
    public void Names_with_what_programs_add_are_matched(string name)
    {
        _folder.Write("picks/" + name, name.EndsWith(".box", StringComparison.Ordinal) ? "1 2 8 8\n" : Head + "5 6\n");

        CommandRun run = Convert("picks", "g1");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(
            File.ReadAllLines(_folder["out/coordinates.csv"])[1], Is.EqualTo(_folder["g1/m.mrc"] + ",5,6,0"));
    }

    private CommandRun Convert(string input, params string[] micrographs) => CommandRun.Of(
    [
        "convert", _folder[input], "--to", "csv", "--out", _folder["out"],
        .. micrographs.SelectMany(folder => (string[])["--micrographs", _folder[folder]]),
    ]);
}

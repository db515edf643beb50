using DeepEM.Cli.Shell;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

/// <summary>deepem extract: options, texts and exit codes.</summary>
public sealed class ExtractCommandTests
{
    private ExtractionProject _project = null!;

    [SetUp]
    public void Make_project() => _project = new ExtractionProject();

    [TearDown]
    public void Remove_project() => _project.Dispose();

    [Test]
    public void All_particles_are_extracted_and_the_text_says_how_many()
    {
        CommandRun run = Extract("--box", "32", "--scale", "16", "--threads", "2");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(
            run.Output, Does.StartWith("Extracted 52 particles from 4 micrographs, boxes of 32 px rescaled to 16"));
        Assert.That(run.Output, Does.Contain("1 micrograph without picks"));
        Assert.That(run.Output, Does.Contain($"Wrote {_project["Out/particles.star"]} and 4 stacks"));
        Assert.That(_project["Out/settings.json"], Does.Exist);
    }

    [Test]
    public void A_pick_that_cannot_be_cut_out_gives_exit_code_3()
    {
        _project.WritePicks("gridA/mic2", (40, 30), (900, 30));

        CommandRun run = Extract("--box", "32");

        Assert.That(run.Code, Is.EqualTo(ExitCode.PartialFailure), run.Error);
        Assert.That(run.ErrorLines.Single(), Does.Contain("1 of 2 picks have no pixel of their box on"));
        Assert.That(run.Output, Does.Contain("1 pick left out"));
    }

    [TestCase("--box 31", "a box of 31 pixels is odd, expected 30 or 32")]
    [TestCase("--box 32 --scale 40", "cannot be enlarged to 40")]
    [TestCase("--box 32 --bg-radius 17", "is larger than the box of 32 pixels")]
    [TestCase("--box 32 --no-norm --no-ramp", "without normalisation it has no use")]
    [TestCase("--box 7", "--box is '7', expected a whole number from 8 to 4096")]
    [TestCase("--box 32 --white-dust 3", "RELION's Extract job does that")]
    public void A_wrong_command_line_gives_exit_code_2_and_a_line(string options, string expected)
    {
        CommandRun run = Extract(options.Split(' '));

        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage), run.Error);
        Assert.That(run.ErrorLines[0], Does.Contain(expected));
        Assert.That(_project["Out/particles.star"], Does.Not.Exist);
    }

    [Test]
    public void Picks_of_other_micrographs_give_exit_code_1()
    {
        string other = _project.Write("other.csv", "micrograph,x,y\nelsewhere.mrc,10,10\n");

        CommandRun run = CommandRun.Of(
            "extract", _project[ExtractionProject.List], "--picks", other, "--box", "32", "--out", _project["Out"]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines.Single(), Does.Contain("has no picks for any of the 5 micrographs given"));
    }

    private CommandRun Extract(params string[] options) => CommandRun.Of(
    [
        "extract", _project[ExtractionProject.List], "--picks", _project[ExtractionProject.Picks], "--out",
        _project["Out"], .. options,
    ]);
}

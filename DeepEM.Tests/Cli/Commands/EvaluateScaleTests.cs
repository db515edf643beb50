using DeepEM.Cli.Shell;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

/// <summary>Where <c>deepem evaluate</c> takes diameter, pixel size and micrographs from.</summary>
public sealed class EvaluateScaleTests
{
    private const string Table = "x,y\n10,20\n30,40\n";
    private const string Settings =
        "{\"Settings\": {\"DiameterAngstrom\": 80, \"Run\": {\"PixelSizeAngstrom\": %}}}";

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new ScratchFolder();
        _folder.Write("truth/a.csv", Table);
        _folder.Write("picks/a.csv", Table);
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Diameter_and_pixel_size_come_from_the_record_of_the_picks()
    {
        Record("2");

        CommandRun run = Evaluate();

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output, Does.Match("radius, pixels +10.0 +20.0"));
        Assert.That(run.Error, Does.Not.Contain("says a"));
    }

    [TestCase("truth/a.mrc")]
    [TestCase("picks/a.mrc")]
    public void Where_the_run_was_given_no_pixel_size_the_header_says_it(string image)
    {
        Record("null");
        MrcWriter.Write(_folder[image], new float[64 * 64], 64, 64, 4);

        CommandRun run = Evaluate();

        Assert.That(run.Output, Does.Match("radius, pixels +5.0 +10.0"), run.Error);
    }

    [Test]
    public void What_is_given_holds_and_what_contradicts_it_is_told()
    {
        Record("2");
        MrcWriter.Write(_folder["truth/a.mrc"], new float[64 * 64], 64, 64, 2);

        CommandRun run = Evaluate("--diameter", "40", "--pixel-size", "1");
        CommandRun same = Evaluate("--diameter", "80", "--pixel-size", "2.001");

        Assert.That(run.Output, Does.Match("radius, pixels +10.0 +20.0"));
        Assert.That(run.Error, Does.Contain("says a diameter of 80 A, what was given 40 A; 40 A holds"));
        Assert.That(run.Error, Does.Contain("says a pixel size of 2 A, what was given 1 A; 1 A holds"));
        Assert.That(same.Error, Does.Not.Contain("says a"));
    }

    [TestCase("--pixel-size", "give --diameter")]
    [TestCase("--diameter", "give --pixel-size")]
    public void What_nobody_says_is_asked_for(string given, string expected)
    {
        CommandRun run = Evaluate(given, "2");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.ErrorLines[0], Does.Contain(expected));
    }

    [Test]
    public void Of_equal_file_names_each_label_has_its_own_picks_and_image()
    {
        _folder.Write("labels.csv", "image,x,y\ng1/m.mrc,10,20\ng2/m.mrc,30,40\ng3/m.mrc,50,5\n");
        _folder.Write("found.csv", "image,x,y\ng1/m.mrc,10,20\ng2/m.mrc,30,40\n");
        foreach ((string grid, int side) in ((string, int)[])[("g1", 32), ("g2", 64), ("g3", 128)])
        {
            Directory.CreateDirectory(_folder[grid]);
            MrcWriter.Write(_folder[grid + "/m.mrc"], new float[side * side], side, side, 2);
        }

        CommandRun run = CommandRun.Of(
            "evaluate", "--truth", _folder["labels.csv"], "--picks", _folder["found.csv"], "--diameter", "20",
            "--micrographs", _folder["g3"], "--micrographs", _folder["g1"], "--micrographs", _folder["g2"]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output, Does.Match("matched +2 +2"));
        Assert.That(run.Error, Does.Contain("no picks for 1 of 3 micrographs, g3/m.mrc"));
        Assert.That(run.Error, Does.Not.Contain("outside"));
    }

    [Test]
    public void Origins_in_angstrom_are_divided_by_the_pixel_size_of_the_micrographs()
    {
        string particles = _folder.Write(
            "particles.star",
            "data_optics\n\nloop_\n_rlnOpticsGroup\n_rlnMicrographOriginalPixelSize\n_rlnImagePixelSize\n1 1 8\n\n"
            + "data_particles\n\nloop_\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnMicrographName\n_rlnOpticsGroup\n"
            + "_rlnOriginXAngst\n_rlnOriginYAngst\n30 50 a.mrc 1 40 20\n50 70 a.mrc 1 40 60\n");

        CommandRun told = CommandRun.Of(
            "evaluate", "--truth", _folder["truth"], "--picks", particles, "--diameter", "4", "--pixel-size", "2");

        Assert.That(told.Output, Does.Match("matched +1 +1"), told.Error);
        Assert.That(told.Error, Does.Not.Contain("origins divided by"));
    }

    [Test]
    public void Axes_that_are_exchanged_are_asked_about_and_not_the_binning()
    {
        MrcWriter.Write(_folder["truth/a.mrc"], new float[64 * 100], 64, 100, 2);
        string[] places = [.. Enumerable.Range(0, 20).Select(i => $"{3 + (4.9 * i)},{2 + (i * 7 % 60)}")];
        _folder.Write("truth/a.csv", "x,y\n" + string.Join('\n', places));
        _folder.Write("picks/a.csv", "y,x\n" + string.Join('\n', places));

        CommandRun run = Evaluate("--diameter", "20");

        Assert.That(run.Error, Does.Contain("are x and y exchanged?").And.Not.Contain("binning"));
    }

    private void Record(string pixelSize) => _folder.Write(
        "picks/settings.json", Settings.Replace("%", pixelSize, StringComparison.Ordinal));

    private CommandRun Evaluate(params string[] more) =>
        CommandRun.Of(["evaluate", "--truth", _folder["truth"], "--picks", _folder["picks"], .. more]);
}

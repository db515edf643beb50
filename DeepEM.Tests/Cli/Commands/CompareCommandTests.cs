using System.Globalization;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

public sealed class CompareCommandTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Sets_are_measured_drawn_and_written_as_a_table()
    {
        Directory.CreateDirectory(_folder["real"]);
        Write("real/a.mrc", 96, dark: 0);
        Write("real/b.mrc", 160, dark: 400);

        CommandRun run = CommandRun.Of(
            "compare", SmallData.Shared.TrainingFolder, _folder["real"], "--out", _folder["c.png"], "--binning", "1",
            "--micrographs", "2", "--threads", "2");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        string[][] rows = [.. File.ReadAllLines(_folder["c.csv"])[1..].Select(line => line.Split(','))];
        string real = _folder.Path.Split('/')[^1] + "/real";
        Assert.That(rows.Where(row => row[1] == "micrographs").Select(row => row[3]), Is.EqualTo(["2", "2"]));
        Assert.That(rows.Count(row => row[0] == real && row[1] == "power"), Is.EqualTo(32), "tiles of 64 pixels");
        Assert.That(Figure(rows, real, "skewness"), Is.LessThan(-0.5));
        Assert.That(File.ReadAllBytes(_folder["c.png"]), Has.Length.GreaterThan(1000));
        Assert.That(run.Output, Does.Contain("excess kurtosis").And.Contain(real));
    }

    [Test]
    public void A_micrograph_too_small_for_a_spectrum_is_a_failure_of_one_line()
    {
        Write("a.mrc", 40, dark: 0);
        CommandRun run = CommandRun.Of("compare", _folder["a.mrc"], "--out", _folder["c.png"]);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines.Single(), Does.Contain("a.mrc: 40×40 px is too small"));
        Assert.That(File.Exists(_folder["c.png"]), Is.False);
    }

    [Test]
    public void A_picture_that_would_be_its_own_table_is_a_wrong_command_line() =>
        Assert.That(
            CommandRun.Of("compare", _folder.Path, "--out", _folder["c.csv"]).Code, Is.EqualTo(ExitCode.Usage));

    private static double Figure(string[][] rows, string set, string quantity) => double.Parse(
        rows.Single(row => row[0] == set && row[1] == quantity)[3], CultureInfo.InvariantCulture);

    // Small noise with some squares that are far darker.
    private void Write(string name, int side, int dark)
    {
        float[] pixels = [.. Enumerable.Range(0, side * side).Select(i => (float)(i * 7919L % 101 / 101.0))];
        for (int i = 0; i < dark; i++)
        {
            pixels[(i % 20) + (i / 20 * side)] -= 3;
        }

        MrcWriter.Write(_folder[name], pixels, side, side, 2);
    }
}

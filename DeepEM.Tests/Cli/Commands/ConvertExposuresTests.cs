using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.CryoSparc;
using DeepEM.Engine.Foundation.NumPy;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

/// <summary><c>deepem convert --to cs --exposures</c>: picks for the micrographs of a cryoSPARC project.</summary>
public sealed class ConvertExposuresTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new ScratchFolder();
        _folder.Write("J12_exposures.cs", ExposureBytes.File(
            (91, ">J1/imported/017646539750839992624_grid_1_DW.mrc", 2, 70, 90, 1.07f),
            (92, ">J1/imported/017646539750839992625_grid_2_DW.mrc", 2, 70, 90, 1.07f)));
        _folder.Write("picks.csv", "micrograph,x,y,score\ngrid_1.mrc,10,20,0.5\ngrid_1.mrc,89,69,0.75\n");
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Picks_get_the_numbers_and_paths_of_the_project()
    {
        CommandRun run = Convert("--to", "cs", "--exposures", _folder["J12_exposures.cs"]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.ErrorLines.Single(), Does.Contain("no picks for 1 of 2 micrographs"), "no file is missed");
        byte[] bytes = File.ReadAllBytes(_folder["out/particles.cs"]);
        var table = NumPyTable.Parse("particles.cs", bytes);
        Assert.That(table.RowCount, Is.EqualTo(2));
        Assert.That(table.WholeNumber(1, table.Numbers("location/micrograph_uid")), Is.EqualTo(91));
        Assert.That(
            table.Text(0, table.Texts("location/micrograph_path")),
            Is.EqualTo(">J1/imported/017646539750839992624_grid_1_DW.mrc"));
        Assert.That(
            table.Number(0, table.Numbers("location/micrograph_psize_A")), Is.EqualTo(1.07).Within(1e-6));
        Particle first = CryoSparcReader.Parse("particles.cs", bytes, []).Micrographs.Single().Particles[0];
        Assert.That((first.X, first.Y), Is.EqualTo((10.0, 20.0)).Within(1e-4));
    }

    [TestCase("--to csv", "expected cryoSPARC's format")]
    [TestCase("--to cs --size 90x70", "says names, sizes and pixel sizes")]
    [TestCase("--to cs --pixel-size 2", "says names, sizes and pixel sizes")]
    [TestCase("--to cs --out-bin 2", "says names, sizes and pixel sizes")]
    public void What_contradicts_the_exposures_is_a_wrong_command_line(string options, string expected)
    {
        CommandRun run = Convert([.. options.Split(' '), "--exposures", _folder["J12_exposures.cs"]]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.ErrorLines[0], Does.Contain(expected));
    }

    [Test]
    public void A_file_without_exposures_is_a_failure_in_one_line()
    {
        CommandRun run = Convert("--to", "cs", "--exposures", _folder["picks.csv"]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines.Single(), Does.Contain("is no NumPy file"));
    }

    private CommandRun Convert(params string[] options) =>
        CommandRun.Of(["convert", _folder["picks.csv"], "--out", _folder["out"], .. options]);
}

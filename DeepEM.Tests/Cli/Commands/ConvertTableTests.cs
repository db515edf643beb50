using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Tests.Engine.Coordinates.Relion;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

/// <summary>A table of particles goes through <c>deepem convert</c> with all its columns.</summary>
public sealed class ConvertTableTests
{
    private const string MicrographList =
        "data_optics\n\nloop_\n_rlnOpticsGroup\n_rlnMicrographOriginalPixelSize\n_rlnMicrographPixelSize\n1 1 2\n\n"
        + "data_micrographs\n\nloop_\n_rlnMicrographName\n_rlnOpticsGroup\nmics/mic01.mrc 1\n";

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void All_columns_groups_and_tables_are_kept_and_origins_go_into_the_coordinates()
    {
        CommandRun run = Convert(ParticleStars.Relion31);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Error, Is.Empty);
        Assert.That(File.ReadAllText(_folder["out/particles.star"]), Is.EqualTo(
            "# version 30001\n\ndata_general\n\n_rlnTomoNumber 7\n_myNote \"two words\"\n\n\n"
            + "# version 30001\n\ndata_optics\n\nloop_\n_rlnOpticsGroupName #1\n_rlnOpticsGroup #2\n"
            + "_rlnMicrographOriginalPixelSize #3\n_rlnVoltage #4\n_rlnSphericalAberration #5\n"
            + "_rlnAmplitudeContrast #6\n_rlnMicrographPixelSize #7\n_rlnBeamTiltX #8\n"
            + "'group one' 1 0.500000 300.000000 2.700000 0.100000 1.000000 0.012000\n"
            + "opticsGroup2 2 0.800000 200.000000 1.400000 0.070000 1.600000 -0.034000\n\n\n"
            + "# version 30001\n\ndata_particles\n\nloop_\n_rlnCoordinateX #1\n_rlnCoordinateY #2\n"
            + "_rlnMicrographName #3\n_rlnOpticsGroup #4\n_rlnOriginXAngst #5\n_rlnOriginYAngst #6\n"
            + "_rlnAutopickFigureOfMerit #7\n_rlnDefocusU #8\n_rlnDefocusV #9\n_rlnDefocusAngle #10\n"
            + "_myOwnColumn #11\n"
            + "97 204 'mics/my a.mrc' 1 0 0 0.750000 10100.500000 9900.250000 45.000000 \"\"\n"
            + "98 203 mics/b.mrc 2 0 0 -999.000000 20100.000000 20000.000000 -45.000000 Mike's\n"
            + "50.500000 60.250000 mics/b.mrc 2 0.000000 0.000000 0.250000 20100.000000 20000.000000 -45.000000 "
            + "\"it's one\"\n"));
    }

    [Test]
    public void What_was_converted_is_converted_the_same_again()
    {
        _ = Convert(ParticleStars.Relion31);
        string once = File.ReadAllText(_folder["out/particles.star"]);

        _ = Convert(once);

        Assert.That(File.ReadAllText(_folder["out/particles.star"]), Is.EqualTo(once));
    }

    [Test]
    public void Rows_that_score_too_low_lie_outside_or_come_twice_are_left_out()
    {
        string twice = ParticleStars.Relion31 + LastRow(ParticleStars.Relion31) + "\n";

        CommandRun low = Convert(twice, "--min-score", "0.2");
        ParticleTable scored = Result();
        _ = Convert(twice, "--size", "98x300");
        ParticleTable inside = Result();

        Assert.That(low.Output, Does.StartWith("2 particles on 2 micrographs"));
        Assert.That(Column(scored, "_rlnAutopickFigureOfMerit"), Is.EqualTo(["0.750000", "0.250000"]));
        Assert.That(scored.OpticsGroups, Has.Count.EqualTo(2));
        Assert.That(Column(inside, "_myOwnColumn"), Is.EqualTo(["", "it's one"]));
    }

    [Test]
    public void Binning_goes_into_coordinates_and_the_pixel_sizes_of_the_groups()
    {
        CommandRun run = Convert(ParticleStars.Relion31, "--out-bin", "2");
        ParticleTable table = Result();

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(Column(table, "_rlnCoordinateX"), Is.EqualTo(["48.25", "48.75", "25"]));
        Assert.That(table.OpticsGroups.Select(group => group.MicrographPixelSizeAngstrom), Is.EqualTo([2, 3.2]));
        Assert.That(table.OpticsGroups.Select(group => group.OriginalPixelSizeAngstrom), Is.EqualTo([0.5, 0.8]));
    }

    [Test]
    public void Origins_of_coordinates_on_a_binned_image_are_divided_by_its_pixel_size()
    {
        _ = Convert(ParticleStars.Relion50, "--pixel-size", "2", "--bin", "4");

        // 20 - 20 / (2 · 4) = 17.5 on the binned image.
        Assert.That(Column(Result(), "_rlnCoordinateX")[0], Is.EqualTo("71.5"));
    }

    [Test]
    public void Before_RELION_3_1_the_magnification_says_the_pixel_size()
    {
        CommandRun same = ConvertTo("relion-3.0", ParticleStars.Relion30);
        ParticleTable kept = Result();
        _ = ConvertTo("relion-3.0", ParticleStars.Relion30, "--out-bin", "2");
        ParticleTable binned = Result();

        Assert.That(same.ErrorLines, Has.Length.EqualTo(2));
        Assert.That(same.Error, Does.Contain("_rlnOriginX/Y subtracted as pixels"));
        Assert.That(same.Error, Does.Contain("extract the particles again"));
        Assert.That(Column(kept, "_rlnCoordinateX"), Is.EqualTo(["98.5", "300.000000"]));
        Assert.That(Column(kept, "_rlnOriginX"), Is.EqualTo(["0", "0.000000"]));
        Assert.That(Column(kept, "_rlnAnglePsi"), Is.EqualTo(["12.340000", "-0.500000"]));
        Assert.That(Column(kept, "_rlnMagnification"), Is.EqualTo(["40000.000000", "40000.000000"]));
        Assert.That(Column(binned, "_rlnMagnification"), Is.EqualTo(["20000", "20000"]));
    }

    [Test]
    public void Micrographs_give_their_names_and_pixel_sizes()
    {
        WriteMicrograph(1);
        string list = _folder.Write(
            "list.star", MicrographList.Replace("mics/mic01", "other/grid/mic01", StringComparison.Ordinal));
        Directory.CreateDirectory(_folder["other/grid"]);
        File.Move(_folder["mics/mic01.mrc"], _folder["other/grid/mic01.mrc"]);

        CommandRun run = Convert(ParticleStars.Relion50, "--micrographs", list);
        ParticleTable table = Result();

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(Column(table, "_rlnMicrographName"), Has.All.EqualTo("other/grid/mic01.mrc"));
        Assert.That(Column(table, "_rlnImageName")[2], Is.EqualTo("000003@Extract/job012/mics/mic01.mrcs"));
        Assert.That(table.OpticsGroups[0].MicrographPixelSizeAngstrom, Is.EqualTo(2));
    }

    [Test]
    public void Columns_that_do_not_hold_for_what_is_written_are_named()
    {
        CommandRun run = Convert(ParticleStars.Relion50, "--pixel-size", "2", "--flip-y", "--size", "100x100");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Error, Does.Contain("_rlnAngleRot are written as they were"));
        Assert.That(run.Error, Does.Contain("the boxes that _rlnImageName names were cut before that"));
        Assert.That(Column(Result(), "_rlnCoordinateY")[0], Is.EqualTo("64"));
        Assert.That(Column(Result(), "_rlnAngleRot")[0], Is.EqualTo("77.123456"));
    }

    [Test]
    public void Tables_of_two_files_go_into_one_without_their_other_columns()
    {
        _folder.Write("in/1.star", ParticleStars.Csparc2Star.Replace("20.0 -10.0", "0 0", StringComparison.Ordinal));
        _folder.Write("in/2.star", ParticleStars.Relion31);

        CommandRun run = CommandRun.Of(
            "convert", _folder["in/1.star"], _folder["in/2.star"], "--to", "relion-particles", "--out", _folder["out"]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output, Does.StartWith("5 particles on 3 micrographs"));
        Assert.That(run.Error, Does.Contain("columns of several files are not carried over"));
    }

    [Test]
    public void A_table_of_the_other_kind_is_written_without_its_other_columns()
    {
        CommandRun run = Convert(ParticleStars.Relion30);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Error, Does.Contain("columns of a file of another kind are not carried over"));
        Assert.That(Column(Result(), "_rlnCoordinateX"), Is.EqualTo(["98.5", "300"]));
        Assert.That(Result().OpticsGroups[0].MicrographPixelSizeAngstrom, Is.EqualTo(1.25));
    }

    [Test]
    public void Micrographs_of_one_group_with_two_pixel_sizes_leave_the_group_as_it_was()
    {
        string file = ParticleStars.Csparc2Star.Replace(
            "37.0 J1/imported/mic01", "37.0 mic02", StringComparison.Ordinal);
        string list = _folder.Write(
            "list.star",
            "data_\nloop_\n_rlnMicrographName\n_rlnMicrographPixelSize\nmics/mic01.mrc 2\nmics/mic02.mrc 4\n");
        WriteMicrograph(2);

        CommandRun run = Convert(file, "--micrographs", list, "--size", "100x100");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Error, Does.Contain("optics group 1 have pixel sizes of 2 and 4 A"));
        Assert.That(Column(Result(), "_rlnCoordinateX"), Is.EqualTo(["10", "25"]));
        Assert.That(Result().Optics!.HasColumn("_rlnMicrographPixelSize"), Is.False);
    }

    // W4: RELION's extraction leaves the micrographs' pixel size out, and what is left is the movies' and the boxes'.
    [TestCase("--pixel-size", "2")]
    [TestCase("--micrographs", "list.star")]
    [TestCase("--micrographs", "mics")]
    public void Origins_are_divided_by_the_pixel_size_of_the_micrographs_and_not_of_the_movies(
        string option, string value)
    {
        WriteMicrograph(2);
        _folder.Write("list.star", MicrographList);

        CommandRun run = Convert(
            ParticleStars.Relion50, option, option == "--micrographs" ? _folder[value] : value, "--size", "100x100");
        ParticleTable table = Result();

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(Column(table, "_rlnCoordinateX"), Is.EqualTo(["10", "20", "30"]));
        Assert.That(Column(table, "_rlnCoordinateY"), Is.EqualTo(["35", "42", "49"]));
        Assert.That(table.OpticsGroups[0].MicrographPixelSizeAngstrom, Is.EqualTo(2));
        Assert.That(run.Error, Does.Not.Contain("origins divided"));
    }

    // W4: with nothing but the file it is said that the origins are uncertain, and no pixel size is made up.
    [Test]
    public void Origins_divided_by_what_may_not_be_the_pixel_size_of_the_micrographs_are_warned_of()
    {
        CommandRun run = Convert(ParticleStars.Relion50);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Error, Does.Contain("origins divided by 1 A, which is the micrographs' pixel size only if"));
        Assert.That(run.Error, Does.Contain("convert --pixel-size"));
        Assert.That(Column(Result(), "_rlnCoordinateX"), Is.EqualTo(["0", "10", "20"]));
        Assert.That(Result().Optics!.HasColumn("_rlnMicrographPixelSize"), Is.False);
    }

    // W9: csparc2star.py writes no pixel size but the boxes'.
    [TestCase("--pixel-size", "4", "15")]
    [TestCase("--micrographs", "mics", "15")]
    [TestCase("--strict", null, "10")]
    public void Origins_of_csparc2star_are_read_with_whatever_pixel_size_is_known(
        string option, string? value, string expected)
    {
        WriteMicrograph(4);
        string[] options = value is null ? [option] : [option, option == "--micrographs" ? _folder[value] : value];

        CommandRun run = Convert(ParticleStars.Csparc2Star, [.. options, "--size", "100x100"]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(Column(Result(), "_rlnCoordinateX")[0], Is.EqualTo(expected));
        Assert.That(run.Error.Contains("origins divided by 2 A", StringComparison.Ordinal), Is.EqualTo(value is null));
    }

    private static string LastRow(string file) => file.TrimEnd('\n').Split('\n')[^1];

    private void WriteMicrograph(double pixelSize)
    {
        Directory.CreateDirectory(_folder["mics"]);
        MrcWriter.Write(_folder["mics/mic01.mrc"], new float[100 * 100], 100, 100, pixelSize);
    }

    private static string[] Column(ParticleTable table, string label) =>
        [.. Enumerable.Range(0, table.RowCount).Select(row => table.Particles.Text(row, label))];

    private ParticleTable Result() => ParticleTable.Read(_folder["out/particles.star"]);

    private CommandRun Convert(string file, params string[] more) => ConvertTo("relion-particles", file, more);

    private CommandRun ConvertTo(string format, string file, params string[] more) => CommandRun.Of(
        ["convert", _folder.Write("particles.star", file), "--to", format, "--out", _folder["out"], .. more]);
}

using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Jobs;
using DeepEM.Engine.Jobs.Extract;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Extraction;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Extract;

/// <summary>From a list of micrographs and picks to stacks and particles.star.</summary>
public sealed class ExtractionJobTests
{
    private static readonly BoxSettings _box = new(32) { ScaledSide = 16 };

    private ExtractionProject _project = null!;

    [SetUp]
    public void Make_project() => _project = new ExtractionProject();

    [TearDown]
    public void Remove_project() => _project.Dispose();

    [Test]
    public void Optics_and_defocus_are_carried_and_coordinates_stay_as_read()
    {
        ExtractionReport report = Run();

        ParticleTable table = ParticleTable.Read(report.ParticleFile);
        StarRows optics = table.Optics!;
        Assert.That(optics.Columns, Is.EqualTo([
            "_rlnOpticsGroupName", "_rlnOpticsGroup", "_rlnMicrographOriginalPixelSize", "_rlnVoltage",
            "_rlnSphericalAberration", "_rlnAmplitudeContrast", "_rlnImagePixelSize", "_rlnImageSize",
            "_rlnImageDimensionality", "_rlnCtfDataAreCtfPremultiplied",
        ]));
        Assert.That(
            Enumerable.Range(0, optics.RowCount).Select(row => optics.Number(row, "_rlnImagePixelSize")),
            Is.EqualTo([2.2, 2.8, 3]), "twice the micrographs', the unused group too");
        Assert.That(table.Particles.Columns, Is.EqualTo([
            "_rlnCoordinateX", "_rlnCoordinateY", "_rlnClassNumber", "_rlnAutopickFigureOfMerit", "_rlnAnglePsi",
            "_rlnImageName", "_rlnMicrographName", "_rlnOpticsGroup", "_rlnCtfMaxResolution", "_rlnCtfFigureOfMerit",
            "_rlnDefocusU", "_rlnDefocusV", "_rlnDefocusAngle", "_rlnCtfBfactor", "_rlnCtfScalefactor",
            "_rlnPhaseShift",
        ]));
        string[] lines = File.ReadAllLines(report.ParticleFile);
        string stack = _project["Out/Movies/gridA/mic1.mrcs"];
        Assert.That(lines, Does.Contain(
            $"-0.5 -0.9 0 0.520 0 000003@{stack} MotionCorr/job002/Movies/gridA/mic1.mrc 1 3.1 0.11 15001.5 14100 31 0 "
            + "1 0"));
        Assert.That(report.Stacks, Does.Contain(stack));
        Assert.That(report.PixelSizeAngstrom, Is.Null, "two pixel sizes");
        Assert.That((report.Particles, report.WithoutPicks), Is.EqualTo((4 * 13, 1)));
        Assert.That(report.Warnings, Is.Empty);
        Assert.That(MicrographReader.ReadHeader(stack, new MicrographReading { Slice = 0 }).PixelSizeAngstrom,
            Is.EqualTo(2.2));
    }

    [Test]
    public void Any_number_of_threads_gives_the_same_bytes()
    {
        Run(folder: "One");
        Run(folder: "Three", change: settings => settings with { Threads = 3 });

        foreach (string name in ExtractionProject.Picked)
        {
            Assert.That(
                File.ReadAllBytes(_project[$"Three/Movies/{name}.mrcs"]),
                Is.EqualTo(File.ReadAllBytes(_project[$"One/Movies/{name}.mrcs"])));
        }
    }

    [Test]
    public void A_least_score_leaves_picks_out_before_they_are_numbered()
    {
        ExtractionReport report = Run(change: settings => settings with { LeastScore = 0.525 });

        string[] images = Column(report, "_rlnImageName");
        Assert.That(report.Particles, Is.EqualTo(4 * 10));
        Assert.That(images[0], Does.StartWith("000001@"));
        Assert.That(Column(report, "_rlnAutopickFigureOfMerit")[0], Is.EqualTo("0.530"));
    }

    [Test]
    public void A_pick_without_a_pixel_is_left_out_and_reported_and_stops_a_strict_run()
    {
        _project.WritePicks("gridA/mic1", (40, 30), (-40, 30), (50, 30));

        ExtractionReport report = Run();

        Assert.That(report.Failures, Has.Count.EqualTo(1));
        Assert.That(report.Failures[0].Text, Does.StartWith("1 of 3 picks").And.EndWith("the first at (-40, 30)"));
        Assert.That(report.LeftOut, Is.EqualTo(1));
        Assert.That(ExtractionProject.Images(_project["Out/Movies/gridA/mic1.mrcs"]), Has.Length.EqualTo(2));
        Assert.That(
            () => Run("Strict", settings => settings with { IsStrict = true }),
            Throws.TypeOf<InvalidFileException>().With.Property("Code").EqualTo(NoticeCode.OutsideMicrograph));
        Assert.That(_project["Strict/particles.star"], Does.Not.Exist);
    }

    [Test]
    public void A_pick_with_a_damaged_pixel_in_its_box_is_left_out_and_said()
    {
        string path = _project["MotionCorr/job002/Movies/gridA/mic1.mrc"];
        byte[] bytes = File.ReadAllBytes(path);
        BitConverter.GetBytes(float.NaN).CopyTo(bytes, MrcHeader.Size + (4 * ((30 * ExtractionProject.Width) + 40)));
        File.WriteAllBytes(path, bytes);
        _project.WritePicks("gridA/mic1", (40, 30), (80, 60));

        ExtractionReport report = Run();

        Assert.That(report.Failures, Is.Empty);
        Assert.That(report.Warnings.Single().Text, Does.StartWith("1 of 2 picks left out"));
        Assert.That(ExtractionProject.Images(_project["Out/Movies/gridA/mic1.mrcs"]), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_flat_background_and_an_odd_side_are_said()
    {
        MrcWriter.Write(
            _project["MotionCorr/job002/Movies/gridA/mic1.mrc"],
            new float[ExtractionProject.Width * ExtractionProject.Height],
            ExtractionProject.Height,
            ExtractionProject.Width,
            1);

        ExtractionReport report = Run(change: settings => settings with { Box = _box with { ScaledSide = 15 } });

        Assert.That(report.Warnings.Select(warning => warning.Text), Has.Some.Contains("rescaled to 16"));
        Assert.That(report.Warnings.Select(warning => warning.Text), Has.Some.StartsWith("the background of 13 of 13"));
        Assert.That(
            ExtractionProject.Images(_project["Out/Movies/gridA/mic1.mrcs"]).SelectMany(image => image),
            Is.All.EqualTo(0));
    }

    [Test]
    public void A_bad_micrograph_does_not_stop_the_rest()
    {
        File.WriteAllBytes(_project["MotionCorr/job002/Movies/gridB/mic1.mrc"], new byte[100]);

        ExtractionReport report = Run();

        Assert.That(report.Failures.Single().Subject, Does.EndWith("gridB/mic1.mrc"));
        Assert.That(report.Stacks, Has.Count.EqualTo(3));
        Assert.That(_project["Out/Movies/gridB/mic1.mrcs"], Does.Not.Exist);
    }

    [Test]
    public void Halves_hold_normalised_boxes_and_refuse_grey_levels_that_do_not_fit()
    {
        Run(change: settings => settings with { HalfFloats = true });
        Run("Floats");

        float[][] halves = ExtractionProject.Images(_project["Out/Movies/gridA/mic2.mrcs"]);
        float[][] floats = ExtractionProject.Images(_project["Floats/Movies/gridA/mic2.mrcs"]);
        Assert.That(
            halves.SelectMany(image => image),
            Is.EqualTo(floats.SelectMany(image => image.Select(pixel => (float)(Half)pixel))));

        MrcWriter.Write(
            _project["MotionCorr/job002/Movies/gridA/mic1.mrc"],
            Enumerable.Repeat(1e5f, ExtractionProject.Width * ExtractionProject.Height).ToArray(),
            ExtractionProject.Height,
            ExtractionProject.Width,
            1);
        ExtractionReport report = Run("Raw", settings => settings with
        {
            HalfFloats = true,
            Box = _box with { Normalises = false },
        });
        Assert.That(report.Failures.Single().Text, Does.Contain("16-bit floats end at 65504"));
    }

    [Test]
    public void Micrographs_without_a_list_get_a_group_for_each_pixel_size_and_their_stems()
    {
        string csv = _project.Write(
            "picks.csv", "micrograph,x,y,score\nmic1.mrc,40,30,0.5\nmic2.mrc,41.25,31.5,0.75\n");

        ExtractionReport report = ExtractionJob.Run(
            MicrographList.Expand(
                [_project["MotionCorr/job002/Movies/gridA"]], TextReader.Null, keepsRows: true),
            csv,
            new ExtractionSettings(_project["Out"], _box) { PixelSizeAngstrom = 0.9 });

        ParticleTable table = ParticleTable.Read(report.ParticleFile);
        Assert.That(report.Stacks, Is.EqualTo([_project["Out/mic1.mrcs"], _project["Out/mic2.mrcs"]]));
        Assert.That(table.Optics!.RowCount, Is.EqualTo(1));
        Assert.That(table.Optics.Columns, Does.Not.Contain("_rlnVoltage"), "nobody said it");
        Assert.That(table.Optics.Number(0, "_rlnImagePixelSize"), Is.EqualTo(1.8));
        Assert.That(table.Particles.Columns, Has.Count.EqualTo(6));
        Assert.That(Column(report, "_rlnCoordinateX"), Is.EqualTo(["40", "41.25"]));
    }

    [Test]
    public void Origins_of_the_picks_are_carried_and_do_not_move_the_box()
    {
        string path = _project["AutoPick/job011/Movies/gridA/mic1_autopick.star"];
        File.WriteAllText(
            path,
            "data_\n\nloop_\n_rlnCoordinateX #1\n_rlnCoordinateY #2\n_rlnOriginXAngst #3\n_rlnOriginYAngst #4\n"
            + "_rlnAutopickFigureOfMerit #5\n_rlnClassNumber #6\n_rlnAnglePsi #7\n40 30 -0.33 0.44 1 0 0\n");
        ExtractionReport report = ExtractionJob.Run(
            [.. Sources().Take(1)], _project[ExtractionProject.Picks], new ExtractionSettings(_project["Out"], _box));
        float[] moved = ExtractionProject.Images(report.Stacks[0])[0];
        Assert.That(Column(report, "_rlnOriginXAngst"), Is.EqualTo(["-0.33"]));

        _project.WritePicks("gridA/mic1", (40, 30));
        Run("Plain");
        Assert.That(moved, Is.EqualTo(ExtractionProject.Images(_project["Plain/Movies/gridA/mic1.mrcs"])[0]));
    }

    [Test]
    public void Two_lists_with_one_number_for_different_groups_get_two_numbers()
    {
        string list = File.ReadAllText(_project[ExtractionProject.List]);
        string[] rows = list.Split('\n');
        string head = string.Join('\n', rows.TakeWhile(row => !row.StartsWith("MotionCorr", StringComparison.Ordinal)));
        string first = _project.Write("a.star", $"{head}\n{rows.First(row => row.Contains("gridA/mic1"))}\n");
        string second = _project.Write(
            "b.star",
            $"{head}\n{rows.First(row => row.Contains("gridA/mic2"))}\n"
                .Replace("one 1 0.55 300.0", "one 1 0.55 200.0", StringComparison.Ordinal));

        ExtractionReport report = ExtractionJob.Run(
            MicrographList.Expand([first, second], TextReader.Null, keepsRows: true),
            _project[ExtractionProject.Picks],
            new ExtractionSettings(_project["Out"], _box));

        ParticleTable table = ParticleTable.Read(report.ParticleFile);
        Assert.That(Column(report, "_rlnOpticsGroup").Distinct(), Is.EqualTo(["1", "4"]));
        Assert.That(table.Optics!.RowCount, Is.EqualTo(4), "three of the first list and the one that differs");
        Assert.That(table.Optics.Text(3, "_rlnVoltage"), Is.EqualTo("200.0"));
    }

    [Test]
    public void What_is_there_is_kept_unless_it_may_be_replaced()
    {
        Run();

        Assert.That(() => Run(), Throws.TypeOf<SettingsException>());
        Assert.That(() => Run(change: settings => settings with { Overwrite = true }), Throws.Nothing);
        File.Delete(_project["Out/settings.json"]);
        Assert.That(() => Run(), Throws.TypeOf<SettingsException>(), "particles.star alone is kept, too");
    }

    [Test]
    public void A_run_that_is_stopped_leaves_no_table_and_no_temporary()
    {
        using CancellationTokenSource stop = new();
        JobContext context = new()
        {
            Cancellation = stop.Token,
            Progress = new ProgressList(progress =>
            {
                if (progress.Done == 2)
                {
                    stop.Cancel();
                }
            }),
        };

        Assert.That(
            () => ExtractionJob.Run(
                Sources(),
                _project[ExtractionProject.Picks],
                new ExtractionSettings(_project["Out"], _box),
                context),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.GetFiles(_project["Out"], "*", SearchOption.AllDirectories), Is.All.EndsWith(".mrcs"));
    }

    private ExtractionReport Run(
        string folder = "Out", Func<ExtractionSettings, ExtractionSettings>? change = null)
    {
        ExtractionSettings settings = new(_project[folder], _box);
        return ExtractionJob.Run(
            Sources(), _project[ExtractionProject.Picks], change is null ? settings : change(settings));
    }

    private IReadOnlyList<MicrographSource> Sources() =>
        MicrographList.Expand([_project[ExtractionProject.List]], TextReader.Null, keepsRows: true);

    private static string[] Column(ExtractionReport report, string label)
    {
        StarRows rows = ParticleTable.Read(report.ParticleFile).Particles;
        return [.. Enumerable.Range(0, rows.RowCount).Select(row => rows.Text(row, label))];
    }
}

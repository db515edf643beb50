using System.Globalization;
using System.Text.Json;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Tests.Support;
using DeepEM.Tests.Support.BadFiles;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

public sealed class ConvertCommandTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [TestCase("relion", "a_autopick.star autopick.star b_autopick.star")]
    [TestCase("relion-particles", "particles.star")]
    [TestCase("relion-3.0", "particles.star")]
    [TestCase("box", "a.box b.box")]
    [TestCase("eman2", "a_info.json b_info.json")]
    [TestCase("cbox", "a.cbox b.cbox")]
    [TestCase("cbox-old", "a.cbox b.cbox")]
    [TestCase("topaz", "coordinates.txt")]
    [TestCase("csv", "coordinates.csv")]
    [TestCase("tsv", "coordinates.tsv")]
    [TestCase("cs", "particles.cs")]
    public void Every_format_goes_out_and_comes_back(string format, string files)
    {
        _folder.Write("in/a.box", "10\t20\t64\t64\t0.5\n100\t200.5\t64\t64\t0.25\n");
        _folder.Write("in/b.box", "0\t0\t64\t64\t0.125\n");

        CommandRun there = Convert("in", "out", "--to", format, "--size", "512x256");
        string one = CoordinateFormats.HoldsMany(CoordinateFormats.Find(format)!.Value) ? $"out/{files}" : "out";
        CommandRun back = Convert(one, "back", "--to", "box", "--box", "64");

        Assert.That(there.Code, Is.EqualTo(ExitCode.Success), there.Error);
        Assert.That(there.Output, Does.StartWith("3 particles on 2 micrographs"));
        Assert.That(
            Directory.GetFiles(_folder["out"]).Select(Path.GetFileName),
            Is.EquivalentTo([.. files.Split(' '), "convert.settings.json"]));
        Assert.That(back.Code, Is.EqualTo(ExitCode.Success), back.Error);
        Assert.That(Rounded("back/a.box"), Is.EqualTo("10 20 64 64 0.5\n100 200.5 64 64 0.25\n"));
        Assert.That(Rounded("back/b.box"), Is.EqualTo("0 0 64 64 0.125\n"));
    }

    [Test]
    public void Binning_goes_in_and_out_by_the_one_rule()
    {
        string input = _folder.Write("a.csv", "x,y\n10,20\n");

        _ = Convert(input, "out", "--to", "csv", "--bin", "4");
        _ = Convert(input, "finer", "--to", "csv", "--bin", "4", "--out-bin", "2");

        Assert.That(Rows("out"), Is.EqualTo("a,41.5,81.5,0"));
        Assert.That(Rows("finer"), Is.EqualTo("a,20.5,40.5,0"));
    }

    [Test]
    public void Boxes_and_pixel_sizes_scale_with_the_coordinates()
    {
        string input = _folder.Write("a.box", "10 20 64 64\n");

        _ = Convert(input, "out", "--to", "box", "--bin", "2", "--out-bin", "4");
        _ = Convert(input, "star", "--to", "relion-particles", "--pixel-size", "1.25", "--out-bin", "2");

        Assert.That(File.ReadAllText(_folder["out/a.box"]), Does.EndWith("\t32\t32\n"));
        Assert.That(File.ReadAllText(_folder["star/particles.star"]), Does.Contain("opticsGroup1 1 2.5 2.5\n"));
    }

    [TestCase("--flip-y", "10,235")]
    [TestCase("--flip-x", "501,20")]
    public void Flips_count_from_the_last_row_or_column(string option, string expected)
    {
        string input = _folder.Write("a.csv", "x,y\n10,20\n");

        CommandRun run = Convert(input, "out", "--to", "csv", option, "--size", "512x256");
        CommandRun unknown = Convert(input, "not", "--to", "csv", option);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(Rows("out"), Is.EqualTo($"a,{expected},0"));
        Assert.That(unknown.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(unknown.Error, Does.Contain("without the size of a; give --micrographs or --size"));
    }

    [Test]
    public void Sizes_and_names_come_from_the_micrographs()
    {
        _folder.Write("mics/a.mrc", new MrcBytes().WithImage());
        string star = _folder.Write(
            "mics/list.star",
            "data_optics\n\nloop_\n_rlnOpticsGroup\n_rlnMicrographPixelSize\n1 0.75\n\ndata_micrographs\n\nloop_\n"
            + "_rlnMicrographName\n_rlnOpticsGroup\na.mrc 1\n");
        string input = _folder.Write("p/a_picks.box", "10 20 8 8\n");

        CommandRun run = Convert(input, "out", "--to", "cs", "--micrographs", star);
        CoordinateFile read = CoordinateFileReader.Read(_folder["out/particles.cs"], []);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(read.Micrographs[0].Micrograph, Is.EqualTo("a.mrc"));
        Assert.That(read.Micrographs[0].Size, Is.EqualTo(new MicrographSize(MrcBytes.Nx, MrcBytes.Ny)));
        Assert.That(read.Micrographs[0].PixelSizeAngstrom, Is.EqualTo(0.75));
    }

    [Test]
    public void Mirrored_coordinates_are_told_against_a_second_set()
    {
        _folder.Write("truth.csv", Grid("a", (x, y) => (x, y)));
        string input = _folder.Write("in.csv", Grid("a", (x, y) => (x, 255 - y)));

        CommandRun wrong = Compare(input, "--size", "512x256");
        CommandRun right = Compare(input, "--size", "512x256", "--flip-y");
        CommandRun needless = Compare(_folder["truth.csv"], "--size", "512x256", "--flip-y");
        CommandRun unknown = Compare(input);

        Assert.That(wrong.Code, Is.EqualTo(ExitCode.Success), wrong.Error);
        Assert.That(wrong.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(
            wrong.Error,
            Does.Contain("the picks are mirrored: turned back 40 match instead of ")
                .And.Contain("convert --flip-y turns them"));
        Assert.That(right.Error, Is.Empty);
        Assert.That(right.Output, Does.Contain("40 of 40 match one of 40 in "));
        Assert.That(
            needless.Error,
            Does.Contain("the picks are mirrored: turned back 40 match")
                .And.Contain("where it is given, leave it out"));
        Assert.That(unknown.Error, Does.Contain("cannot be told without the micrographs' sizes"));
    }

    [TestCase(0.25, "--bin", "4")]
    [TestCase(2, "--bin", "0.5")]
    public void Another_scale_is_told_against_a_second_set(double scale, string option, string value)
    {
        _folder.Write("truth.csv", Grid("a", (x, y) => (x, y)));
        string input = _folder.Write("in.csv", Grid("a", (x, y) => Scaled(x, y, scale)));

        CommandRun wrong = Compare(input);
        CommandRun right = Compare(input, option, value);

        Assert.That(
            wrong.Error,
            Does.Contain($"on another scale: 40 match instead of ").And.Contain($"convert {option} {value} brings"));
        Assert.That(right.Error, Is.Empty);
        Assert.That(right.Output, Does.Contain("40 of 40 match"));
    }

    [Test]
    public void Another_scale_is_told_against_the_size()
    {
        string small = _folder.Write("small.csv", Grid("a", (x, y) => (x / 4, y / 4)));
        string large = _folder.Write("large.csv", Grid("a", (x, y) => (x * 4, y * 4)));

        CommandRun first = Convert(small, "out", "--to", "csv", "--size", "512x256");
        CommandRun second = Convert(large, "none", "--to", "csv", "--size", "512x256");

        Assert.That(first.Code, Is.EqualTo(ExitCode.Success));
        Assert.That(first.Error, Does.Contain("all particles lie in the first quarter").And.Contains("--bin 4"));
        Assert.That(second.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(second.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(second.Error, Does.Contain("far outside").And.Contains("--bin 0.25"));
    }

    [Test]
    public void A_bad_file_among_good_ones_is_reported_skipped_and_counted()
    {
        _folder.Write("in/a.box", "10 20 64 64\n");
        _folder.Write("in/b.box", "10 20 64\n");

        CommandRun folder = Convert("in", "out", "--to", "csv");
        CommandRun files = Convert("in/*.box", "too", "--to", "csv");
        CommandRun strict = Convert("in", "not", "--to", "csv", "--strict");

        Assert.That(folder.Code, Is.EqualTo(ExitCode.PartialFailure));
        Assert.That(folder.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(folder.Error, Does.StartWith("failed: ").And.Contains("in/b.box: line 1: found 3 columns"));
        Assert.That(Rows("out"), Is.EqualTo("a,42,52,0"));
        Assert.That(files.Code, Is.EqualTo(ExitCode.PartialFailure));
        Assert.That(Rows("too"), Is.EqualTo("a,42,52,0"));
        Assert.That(strict.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(Directory.Exists(_folder["not"]), Is.False);
    }

    [Test]
    public void An_input_is_never_replaced()
    {
        string input = _folder.Write("out/a.box", "10 20 64 64\n");

        CommandRun run = Convert(input, "out", "--to", "box");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.Error, Does.Contain("is an input and would be replaced"));
        Assert.That(File.ReadAllText(input), Is.EqualTo("10 20 64 64\n"));
    }

    [Test]
    public void Names_in_a_file_cannot_lead_out_of_the_folder()
    {
        string input = _folder.Write(
            "in.csv", "image,x,y\n../../evil.mrc,1,2\n/tmp/x/evil.mrc,3,4\n..,5,6\n");

        CommandRun run = Convert(input, "out", "--to", "eman2");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(
            Directory.GetFiles(_folder["out"], "*_info.json", SearchOption.AllDirectories), Has.Length.EqualTo(3));
        Assert.That(_folder.Names(), Is.EquivalentTo(["in.csv", "out"]));
    }

    [TestCase("box", "a.csv", "x,y\n1,2\n", "this format needs a box size, and that of a is not known")]
    [TestCase("cs", "a.csv", "x,y\n1,2\n", "this format needs the size of micrograph a")]
    [TestCase("topaz", "a.csv", "image,x,y\ng1/m.mrc,1,2\ng2/m.mrc,1,2\n", "have one file name")]
    [TestCase("relion", "a.csv", "image,x,y\n\"a' \"\"b.mrc\",1,2\n", "cannot be written in that format")]
    public void What_a_format_needs_is_asked_for(string format, string name, string text, string expected)
    {
        CommandRun run = Convert(_folder.Write(name, text), "out", "--to", format);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(run.Error, Does.Contain(expected));
    }

    [TestCase("--to", "pdb", "--to is 'pdb', expected relion, relion-particles")]
    [TestCase("--bin", "0", "--bin is '0', expected a number more than 0")]
    [TestCase("--size", "100", "--size is '100', expected columns x rows")]
    [TestCase("--size", "0x5", "--size is '0x5'")]
    [TestCase("--min-score", "nan", "--min-score is 'nan'")]
    public void A_wrong_option_is_a_wrong_command_line(string option, string value, string expected)
    {
        string input = _folder.Write("a.csv", "x,y\n1,2\n");
        string[] to = option == "--to" ? [] : ["--to", "csv"];

        CommandRun run = Convert(input, "out", [.. to, option, value]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.ErrorLines[0], Does.Contain(expected));
    }

    [Test]
    public void Low_scores_are_left_out_and_settings_are_kept()
    {
        string input = _folder.Write("a.cbox", "1 2 8 8 0.2 8 8\n3 4 8 8 0.5 8 8\n");

        CommandRun run = Convert(input, "out", "--to", "csv", "--min-score", "0.3");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success));
        Assert.That(Rows("out"), Is.EqualTo("a,7,8,0.5"));
        using JsonDocument record = JsonDocument.Parse(File.ReadAllText(_folder["out/convert.settings.json"]));
        JsonElement settings = record.RootElement.GetProperty("Settings").GetProperty("Run");
        Assert.That(settings.GetProperty("LeastScore").GetDouble(), Is.EqualTo(0.3));
        Assert.That(settings.GetProperty("Format").GetString(), Is.EqualTo("Csv"));
    }

    [TestCase("labels.csv", "image,x,y\na.mrc,10,20\nb.mrc,30,40\n")]
    [TestCase("labels.txt", "image_name\tx_coord\ty_coord\na\t10\t20\nb\t30\t40\n")]
    public void Evaluate_takes_every_readable_format(string name, string text)
    {
        string truth = _folder.Write(name, text);
        _folder.Write("picks/a_info.json", "{\"boxes\": [[10, 20, \"auto\", 0.9]]}");
        _folder.Write("picks/b.cbox", "26 36 8 8 0.9 8 8\n");

        CommandRun run = CommandRun.Of(
            "evaluate", "--truth", truth, "--picks", _folder["picks"], "--ignore", truth, "--diameter", "40",
            "--pixel-size", "2");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output, Does.Contain("2 of 2 labelled particles were found (100 %)"));
    }

    private static (double X, double Y) Scaled(double x, double y, double scale)
    {
        BinnedPosition binned = CoordinateFrame.ToBinned(x, y, 1 / scale);
        return (binned.X, binned.Y);
    }

    // Forty places without symmetry on 512 x 256 pixels.
    private static string Grid(string name, Func<double, double, (double X, double Y)> move)
    {
        Random random = new(3);
        IEnumerable<string> rows = Enumerable.Range(0, 40).Select(i =>
        {
            double x = (50 * (i % 10)) + 20 + (20 * random.NextDouble());
            double y = (60 * (i / 10)) + 20 + (20 * random.NextDouble());
            (double movedX, double movedY) = move(x, y);
            return string.Create(CultureInfo.InvariantCulture, $"{name},{movedX},{movedY}\n");
        });
        return "image,x,y\n" + string.Concat(rows);
    }

    private CommandRun Compare(string input, params string[] more) =>
        Convert(input, "out", ["--to", "csv", "--compare", _folder["truth.csv"], .. more]);

    private CommandRun Convert(string input, string output, params string[] more) =>
        CommandRun.Of(["convert", Path.Combine(_folder.Path, input), "--out", _folder[output], .. more]);

    private string Rows(string folder) => string.Join(
        ' ', File.ReadAllText(_folder[folder + "/coordinates.csv"]).TrimEnd('\n').Split('\n').Skip(1));

    // cryoSPARC keeps single precision.
    private string Rounded(string name) => string.Concat(File.ReadAllLines(_folder[name]).Select(line =>
        string.Join(' ', line.Split('\t').Select(value => Math.Round(
            double.Parse(value, CultureInfo.InvariantCulture), 3).ToString(CultureInfo.InvariantCulture))) + "\n"));
}

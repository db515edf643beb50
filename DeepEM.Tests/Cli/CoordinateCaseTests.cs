using System.Globalization;
using System.Text;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Tests.Support;
using DeepEM.Tests.Support.BadFiles;
using NUnit.Framework;

namespace DeepEM.Tests.Cli;

/// <summary>The cases 58 to 71 of bad coordinates: what the program says and with which code it ends. Refusals are one
/// line and write nothing.</summary>
public sealed class CoordinateCaseTests
{
    private const string Head = "\ndata_\n\nloop_\n_rlnCoordinateX #1\n_rlnCoordinateY #2\n";

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Case_058_short_star_row_is_refused_with_its_line() =>
        Refused("a.star", Head + "10 20\n30\n", "line 8: found 1 values, expected 2");

    [Test]
    public void Case_059_long_star_row_is_refused_with_its_line() =>
        Refused("a.star", Head + "10 20 30\n", "line 7: found 3 values, expected 2");

    [TestCase("ten")]
    [TestCase("10,5")]
    [TestCase("nan")]
    [TestCase("inf")]
    [TestCase("1e400")]
    public void Case_060_what_is_no_finite_number_is_refused_with_line_and_column(string value)
    {
        string finite = $"found '{value}', expected a finite number";
        Refused("a.star", Head + $"1 2\n{value} 20\n", $"line 8, column _rlnCoordinateX: {finite}");
        Refused("a.box", $"1 2 8 8\n1 {value} 8 8\n", $"line 2: column 2: {finite}");
        Refused("a.cbox", $"1 2 8 8 {value}\n", $"line 1: column 5: {finite}");
        Refused("a.tsv", $"image_name\tx_coord\ty_coord\nm\t{value}\t2\n", $"line 2: column 2: {finite}");
    }

    [Test]
    public void Case_060_a_decimal_comma_is_refused_in_every_locale()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NumberGroupSeparator = ".";
        try
        {
            CultureInfo.CurrentCulture = comma;
            Refused("a.star", Head + "10,5 20\n", "found '10,5', expected a finite number");
            Loads("b.star", Head + "10.5 20\n", "b,10.5,20,0");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestCase(Head + "10 20\n", TestName = "Case_061_odd_star_loads(plain, CR LF, CR only, BOM)")]
    [TestCase(Head + "\t10\t20", TestName = "Case_061_odd_star_loads(tabs, no final newline)")]
    [TestCase(
        "data_\nloop_\n_rlnFoo\n_rlnCoordinateY\n_rlnCoordinateX\n'a b' \"20\" 1.0e+1 # tail\n# note\n",
        TestName = "Case_061_odd_star_loads(no numbers, swapped, unknown column, quotes, exponents, comments)")]
    public void Case_061_odd_star_loads(string text)
    {
        int number = 0;
        foreach (string lineEnd in (string[])["\n", "\r\n", "\r"])
        {
            foreach (string mark in (string[])["", "\uFEFF"])
            {
                string name = $"a{number++}";
                Loads(name + ".star", mark + text.Replace("\n", lineEnd, StringComparison.Ordinal), name + ",10,20,0");
            }
        }
    }

    [Test]
    public void Case_062_duplicate_column_is_refused() => Refused(
        "a.star",
        "data_\nloop_\n_rlnCoordinateX\n_rlnCoordinateX\n_rlnCoordinateY\n1 2 3\n",
        "line 4: found column _rlnCoordinateX twice");

    [TestCase("a.star", "data_\nloop_\n_rlnMicrographName #1\nmic.mrc\n", "expected a table with _rlnCoordinateX")]
    [TestCase("a.star", "data_\n", "found data_ without columns")]
    [TestCase("a.star", "", "is empty")]
    [TestCase("a.star", "<html><body>404</body></html>\n", "an HTML page")]
    [TestCase("a.csv", "<html><body>404</body></html>\n", "is an HTML page, expected coordinates")]
    [TestCase("a.star", Head + "10\0 20\n", "line 7: found a zero byte", TestName = "Case_063(zero byte in star)")]
    [TestCase("a.star", "\0\u0001\u0002\0\u0001", "line 1: found a zero byte", TestName = "Case_063(binary star)")]
    [TestCase("a.csv", "x,y\n1\0,2\n", "is unknown binary data", TestName = "Case_063(zero byte in csv)")]
    public void Case_063_what_holds_no_coordinates_is_refused_saying_what_is_missing(
        string name, string text, string expected) => Refused(name, text, expected);

    [Test]
    public void Case_063_a_zero_byte_behind_the_first_kilobyte_is_refused_with_its_line() =>
        Refused("a.csv", "x,y\n" + string.Concat(Enumerable.Repeat("1,2\n", 500)) + "1,\0\n", "line 502: found a zero");

    [Test]
    public void Case_064_empty_loop_is_no_particles_with_a_warning()
    {
        CommandRun run = Convert(_folder.Write("a.star", Head), "--to", "relion");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Code, Is.EqualTo(ExitCode.Success));
            Assert.That(run.Error, Does.StartWith("warning: ").And.Contains("a.star: holds 0 particles"));
            Assert.That(run.Output, Does.StartWith("0 particles on 1 micrograph"));
            Assert.That(File.ReadAllText(_folder["out/a_autopick.star"]), Does.EndWith("_rlnAnglePsi #5\n"));
        }
    }

    [TestCase("a.star", Head, " 2\n", "line 7, column _rlnCoordinateX: found '111")]
    [TestCase("a.box", "", " 2 8 8\n", "line 1: column 1: found '111")]
    [TestCase("a.csv", "x,y\n", ",2\n", "line 2: column 1: found '111")]
    [TestCase("a.json", "{\"boxes\": [[", ", 2, \"manual\"]]}", "line 1: found '111")]
    [CancelAfter(20000)]
    public void Case_065_a_token_of_five_megabytes_is_refused_in_linear_time(
        string name, string head, string tail, string expected) =>
        Refused(name, head + new string('1', 5_000_000) + tail, expected);

    [TestCase("a.csv", "x,y,image\n1,2,\"", "\"\n")]
    [TestCase("a.star", "data_\nloop_\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnNote\n1 2 ", "\n")]
    [CancelAfter(20000)]
    public void Case_065_a_text_of_five_megabytes_loads_in_linear_time(string name, string head, string tail)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(head + new string('n', 5_000_000) + tail);

        Assert.That(CoordinateFileReader.Parse(name, bytes, []).Micrographs, Has.Count.EqualTo(1));
    }

    [Test]
    [CancelAfter(20000)]
    public void Case_065_five_megabytes_of_commas_or_quotes_are_refused_in_linear_time()
    {
        Refused("a.csv", new string(',', 5_000_000), "more than 4096 columns");
        Refused("b.csv", "x,y\n" + new string(',', 5_000_000), "line 2: found more than 2 values");
        Refused("c.csv", "x,y\n" + new string('"', 5_000_001), "line 2: found a quote that is not closed");
    }

    [Test]
    public void Case_066_unclosed_quote_is_refused_with_its_line()
    {
        Refused("a.star", Head + "\"10 20\n", "line 7: found a quote that is not closed");
        Refused("a.csv", "x,y,image\n1,2,\"a\n", "line 2: found a quote that is not closed");
    }

    [Test]
    public void Case_067_coordinates_outside_the_image_are_warned_of_counted_and_dropped()
    {
        CommandRun run = Convert(
            _folder.Write("a.star", Head + "10 20\n-5 3\n99 130\n"), "--to", "csv", "--size", "100x120");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Code, Is.EqualTo(ExitCode.Success));
            Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
            Assert.That(run.Error, Does.StartWith("warning: ").And.Contains("2 of 3 particles left out"));
            Assert.That(Table(), Is.EqualTo("a,10,20,0"));
        }
    }

    [Test]
    public void Case_067_coordinates_far_outside_are_refused() => Refused(
        "a.star", Head + "1e9 20\n-500 3\n", "far outside the 100 x 120 pixels of a", "--size", "100x120");

    [Test]
    public void Case_068_the_right_block_is_read_and_names_are_matched_by_file()
    {
        string star = _folder.Write(
            "particles.star",
            "# version 30001\n\ndata_optics\n\nloop_\n_rlnOpticsGroup #1\n_rlnMicrographPixelSize #2\n1 1.5\n\n\n"
            + "# version 30001\n\ndata_particles\n\nloop_\n_rlnCoordinateX #1\n_rlnCoordinateY #2\n"
            + "_rlnMicrographName #3\n_rlnOpticsGroup #4\n1 2 MotionCorr/job002/a.mrc 1\n"
            + "3 4 \"Motion Corr/my mic.mrc\" 1\n");
        File.WriteAllBytes(_folder["my mic.mrc"], new MrcBytes().WithImage());

        CommandRun run = Convert(star, "--to", "csv", "--micrographs", _folder["my mic.mrc"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
            Assert.That(Table(), Is.EqualTo(_folder["my mic.mrc"] + ",3,4,0"));
            Assert.That(run.Error, Does.Contain("picks of 1 micrographs that were not given left out"));
        }
    }

    [TestCase("a.star", Head + "10 20\n10 20\n30 40\n10 20\n", "10,20,0 30,40,0")]
    [TestCase("a.box", "6 16 8 8\n6 16 8 8\n26 36 8 8\n6 16 8 8 \n", "10,20,0 30,40,0")]
    [TestCase("a.tsv", "x\ty\n10\t20\n10\t20\n30\t40\n10\t20\n", "10,20,0 30,40,0")]
    [TestCase("a.json", "{\"boxes\": [[10,20],[10,20],[30,40],[10,20]]}", "10,20,0 30,40,0")]
    public void Case_069_particles_at_one_place_are_kept_once_with_a_warning(
        string name, string text, string expected)
    {
        CommandRun run = Convert(_folder.Write(name, text), "--to", "csv");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
            Assert.That(run.Error, Does.Contain("2 particles at a place that was there before left out"));
            Assert.That(Table(), Is.EqualTo(string.Join(' ', expected.Split(' ').Select(row => "a," + row))));
        }
    }

    [TestCase("10 20 64\n", "line 1: found 3 columns, expected x y width height [score]")]
    [TestCase("10 20 0 0\n", "line 1: found a box of 0 x 0, expected a positive size")]
    [TestCase("10 20 64 64\n10 20 -64 64\n", "line 2: found a box of -64 x 64, expected a positive size")]
    [TestCase("10 20 64 64\n10 20 80 80\n", "line 2: found a box of 80 x 80, expected 64 x 64 as before")]
    [TestCase("x y w h\n", "line 1: column 1: found 'x', expected a finite number")]
    [TestCase(Head + "1 2\n", "line 2: column 1: found 'data_', expected a finite number")]
    public void Case_070_a_wrong_box_is_refused_with_its_line(string text, string expected) =>
        Refused("a.box", text, expected);

    [TestCase("-20 -5 64 64\n", "12,27,0")]
    [TestCase("10 20 64 64 -3\n", "42,52,-3")]
    [TestCase("10.25 20.5 65 65\n", "42.75,53,0")]
    public void Case_071_negative_corners_five_columns_and_fractions_load(string text, string expected) =>
        Loads("a.box", text, "a," + expected);

    private void Loads(string name, string text, string expected)
    {
        CommandRun run = Convert(_folder.Write(name, text), "--to", "csv");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Error, Is.Empty);
        Assert.That(Table(), Is.EqualTo(expected));
    }

    private void Refused(string name, string text, string expected, params string[] more)
    {
        CommandRun run = Convert(_folder.Write(name, text), ["--to", "csv", .. more]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
            Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
            Assert.That(run.Error, Does.StartWith("deepem convert: ").And.Contains(name + ": ").And.Contains(expected));
            Assert.That(run.Error, Has.Length.LessThan(500));
            Assert.That(Directory.Exists(_folder["out"]), Is.False);
        }
    }

    private CommandRun Convert(string path, params string[] more) =>
        CommandRun.Of(["convert", path, "--out", _folder["out"], .. more]);

    private string Table() =>
        string.Join(' ', File.ReadAllText(_folder["out/coordinates.csv"]).TrimEnd('\n').Split('\n').Skip(1));
}

using System.Globalization;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Learning.Models;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli;

/// <summary>The cases 100 to 105 and 108: wrong command lines, outputs, labels and odd names.</summary>
/// <remarks>Case 106 is in TwoProcessTests, 107 in TrainResumeTests; read-only and full disks of case 104 are in
/// ReadOnlyFolderTests and FullDiskTests.</remarks>
[Category(TestCategory.Smoke)]
public sealed class CommandLineCaseTests
{
    private static readonly SmallData _data = SmallData.Shared;

    private ScratchFolder _folder = null!;

    private static string Truth => SmallData.TruthOf(_data.TrainingFolder);

    [SetUp]
    public void MakeFolder()
    {
        _folder = new ScratchFolder();
        using FileStream model = File.Create(_folder["m.deepem"]);
        ModelFile.Write(model, _data.Model);
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Case_100_no_arguments_print_the_usage() => Wrong([], "expected a command");

    [Test]
    public void Case_100_unknown_option_prints_the_usage() => Wrong(
        ["pick", "a.mrc", "--model", "m", "--out", "o", "--treshold", "1"], "unknown option '--treshold'");

    [Test]
    public void Case_100_missing_value_prints_the_usage() =>
        Wrong(["pick", "a.mrc", "--model", "m", "--out"], "Required argument missing for option: '--out'.");

    [Test]
    public void Case_100_option_given_twice_prints_the_usage() => Wrong(
        ["pick", "a.mrc", "--model", "m", "--model", "n", "--out", "o"],
        "Option '--model' expects a single argument but 2 were provided.");

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("100000")]
    [TestCase("two")]
    [TestCase("99999999999999999999")]
    public void Case_101_threads_out_of_range_print_the_range(string threads)
    {
        string expected = $"--threads is '{threads}', expected a whole number from 1 to 1024";
        Wrong(["pick", "a.mrc", "--model", "m", "--out", "o", "--threads", threads], expected);
        Wrong(
            ["train", "a.mrc", "--picks", "p", "--diameter", "100", "--out", "o", "--threads", threads], expected);
        Wrong(["simulate", "--out", "o", "--count", "1", "--threads", threads], expected);
        Wrong(["demo", "--threads", threads], expected);
        Wrong(["bench", "--threads", threads], expected);
    }

    [TestCase("pick", "--threshold", "nan", "expected a number from 0 to 1")]
    [TestCase("pick", "--threshold", "0,5", "expected a number from 0 to 1")]
    [TestCase("pick", "--step", "0", "expected a whole number from 1 to 1000")]
    [TestCase("pick", "--pixel-size", "inf", "expected a number more than 0, at most 1000")]
    [TestCase("train", "--epochs", "1e9", "expected a whole number from 1 to 100000")]
    [TestCase("train", "--epochs", "1000000000", "expected a whole number from 1 to 100000")]
    [TestCase("train", "--rounds", "-1", "expected a whole number from 1 to 10")]
    [TestCase("train", "--checkpoint-interval", "-1", "expected a number from 0 to 1000000")]
    [TestCase("train", "--seed", "1.5", "expected a whole number")]
    public void Case_102_numbers_out_of_range_print_the_range(
        string command, string option, string value, string expected)
    {
        string[] rest = command == "pick" ? ["--model", "m"] : ["--picks", "p", "--diameter", "100"];
        Wrong([command, "a.mrc", "--out", "o", .. rest, option, value], $"{option} is '{value}', {expected}");
    }

    [TestCase("0")]
    [TestCase("-63")]
    [TestCase("1e400")]
    public void Case_102_diameter_out_of_range_prints_the_range(string diameter) => Wrong(
        ["train", "a.mrc", "--picks", "p", "--out", "o", "--diameter", diameter],
        $"--diameter is '{diameter}', expected a number more than 0, at most 100000");

    [Test]
    public void Case_103_a_decimal_comma_of_the_locale_changes_nothing()
    {
        byte[][] plain = Tables("plain");
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        comma.NumberFormat.NumberGroupSeparator = ".";
        try
        {
            CultureInfo.CurrentCulture = comma;
            CultureInfo.DefaultThreadCurrentCulture = comma;
            Assert.That(Tables("comma"), Is.EqualTo(plain));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            CultureInfo.DefaultThreadCurrentCulture = null;
        }
    }

    [Test]
    public void Case_104_pattern_without_a_match_is_refused()
    {
        Refused(["pick", _folder["*.mrc"], .. Model(), "--out", _folder["out"]], "*.mrc: matches no file");
        Refused(Train(_folder["*.mrc"], Truth), "*.mrc: matches no file");
        Assert.That(_folder["out"], Does.Not.Exist);
    }

    [Test]
    public void Case_104_output_that_is_an_input_is_refused_through_links_too()
    {
        string list = _folder.Write(
            "out/autopick.star",
            $"data_coordinate_files\nloop_\n_rlnMicrographName\n{SmallData.Sources(_data.UnseenFolder)[0].Path}\n");
        string before = File.ReadAllText(list);
        Directory.CreateSymbolicLink(_folder["link"], _folder["out"]);
        foreach (string folder in (string[])["out", "link"])
        {
            CommandRun pick = CommandRun.Of(["pick", list, .. Model(), "--out", _folder[folder]]);
            Assert.That(pick.Code, Is.EqualTo(ExitCode.Usage));
            Assert.That(pick.ErrorLines[0], Does.Contain(": is an input and would be replaced"));
        }

        string picks = _folder.Write("p.star", "x");
        File.CreateSymbolicLink(_folder["p2.star"], picks);
        CommandRun train = CommandRun.Of(
        [
            "train", _data.TrainingFolder, "--picks", Truth, "--add-positives", picks, "--diameter", "125", "--out",
            _folder["p2.star"],
        ]);
        Assert.That(train.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(train.ErrorLines[0], Does.Contain(": is an input and would be replaced"));
        Assert.That((File.ReadAllText(list), File.ReadAllText(picks)), Is.EqualTo((before, "x")));
    }

    [Test]
    public void Case_104_missing_folder_of_a_file_is_refused_before_anything_is_read()
    {
        string path = _folder["none/m.deepem"];
        Refused(
            ["train", _data.TrainingFolder, "--picks", _folder["none"], "--diameter", "125", "--out", path],
            $"{path}: its directory does not exist");
    }

    [Test]
    public void Case_105_no_positives_are_refused_with_the_count()
    {
        Labels("labels", []);
        Refused(
            Train(_data.TrainingFolder, _folder["labels"]),
            "no picks for any of the 3 micrographs given",
            "mic_000.star: holds 0 particles");
    }

    [Test]
    public void Case_105_one_positive_is_refused_with_the_count()
    {
        Labels("labels", [new Particle(200, 200, 0)], only: "mic_001");
        RefusedAfterWarnings("there are 1 picks on the 3 micrographs given; training needs at least 2");
    }

    [Test]
    public void Case_105_labels_all_outside_are_refused_with_the_counts()
    {
        Labels("labels", [new Particle(9000, 200, 0), new Particle(200, 9000, 0)]);
        RefusedAfterWarnings(
            "there are 0 picks on the 3 micrographs given and 6 outside of them; training needs at least 2");
    }

    [Test]
    public void Case_105_labels_of_other_micrographs_are_refused_with_the_counts()
    {
        Directory.CreateDirectory(_folder["labels"]);
        PickStarWriter.Write(_folder["labels/x.star"], [new Particle(9, 9, 0)]);
        PickStarWriter.Write(_folder["labels/y.star"], [new Particle(9, 9, 0)]);
        Refused(
            Train(_data.TrainingFolder, _folder["labels"]), "no picks for any of the 3 micrographs given", "2 other");
    }

    [TestCase("with spaces and 'quotes'")]
    [TestCase("Å é 粒子 🧬")]
    [TestCase("-leading dash")]
    [TestCase("a*b?[c]")]
    [TestCase("@list.txt")]
    [TestCase("#comment; \"quoted\"")]
    public void Case_108_odd_names_work_from_end_to_end(string name)
    {
        string mics = Directory.CreateDirectory(_folder[name]).FullName;
        string mic = Path.Combine(mics, $"{name}.mrc");
        File.Copy(SmallData.Sources(_data.UnseenFolder)[0].Path, mic);
        File.Copy(_folder["m.deepem"], _folder[$"{name}.deepem"]);
        string output = Path.Combine(mics, name);

        CommandRun run = CommandRun.Of("pick", mic, "--model", _folder[$"{name}.deepem"], "--out", output);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        PickSet picks = PickReader.Read(Path.Combine(output, $"{name}_autopick.star"));
        Assert.That(picks.Micrographs.Single().Particles, Is.Not.Empty);
        CommandRun again = CommandRun.Of("pick", mic, "--model", _folder[$"{name}.deepem"], "--out", output);
        Assert.That(again.Output, Does.Contain("Skipped 1 micrograph"));
        CommandRun judged = CommandRun.Of(
            "evaluate", "--truth", output, "--picks", output, "--diameter", "125", "--pixel-size", "2.5", "--json",
            Path.Combine(mics, $"{name}.json"));
        Assert.That(judged.Code, Is.EqualTo(ExitCode.Success), judged.Error);
    }

    [Test]
    public void Case_108_relative_names_with_a_leading_dash_work_behind_a_double_dash()
    {
        CommandRun run = CommandRun.Of("pick", "--model=-m.deepem", "--out=-o", "--", "-x.mrc");
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines.Single(), Is.EqualTo("deepem pick: -x.mrc: no such file"));
    }

    [Test]
    public void Case_108_names_of_255_bytes_work_or_are_refused_before_the_work()
    {
        string longest = new('n', 255);
        File.Move(_folder["m.deepem"], _folder[longest]);
        CommandRun pick = CommandRun.Of(
            "pick", _data.UnseenFolder, "--model", _folder[longest], "--out", _folder[new string('o', 255)]);
        Assert.That(pick.Code, Is.EqualTo(ExitCode.Success), pick.Error);

        string model = _folder[new string('m', 255)];
        Refused(
            ["train", _data.TrainingFolder, "--picks", "none", "--diameter", "125", "--out", model],
            $"{model}.curve.csv: the name is too long");
        Assert.That(model, Does.Not.Exist);
    }

    private void RefusedAfterWarnings(string expected)
    {
        CommandRun run = CommandRun.Of(Train(_data.TrainingFolder, _folder["labels"]));
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines[..^1], Has.All.StartsWith("warning: "));
        Assert.That(run.ErrorLines[^1], Does.StartWith("deepem train: ").And.Contain(expected));
        Assert.That(_folder["new.deepem"], Does.Not.Exist);
        Assert.That(_folder["new.deepem.checkpoint"], Does.Not.Exist);
    }

    private string[] Model() => ["--model", _folder["m.deepem"]];

    private string[] Train(string micrographs, string picks) =>
        ["train", micrographs, "--picks", picks, "--diameter", "125", "--out", _folder["new.deepem"]];

    private void Labels(string folder, Particle[] particles, string? only = null)
    {
        Directory.CreateDirectory(_folder[folder]);
        for (int i = 0; i < SmallData.TrainingMicrographs; i++)
        {
            string stem = string.Create(CultureInfo.InvariantCulture, $"mic_{i:D3}");
            PickStarWriter.Write(
                _folder[$"{folder}/{stem}.star"], only is null || only == stem ? particles : []);
        }
    }

    private byte[][] Tables(string name)
    {
        CommandRun run = CommandRun.Of(
            ["pick", _data.UnseenFolder, .. Model(), "--out", _folder[name], "--threshold", "0.25", "--pictures", "0"]);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        return [.. Directory.GetFiles(_folder[name], "mic_*").Order().Select(File.ReadAllBytes)];
    }

    private static void Wrong(string[] args, string expected)
    {
        CommandRun run = CommandRun.Of(args);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.ErrorLines[0], Does.StartWith("deepem").And.Contain(expected));
        Assert.That(run.Error, Does.Contain("Usage: deepem"));
        Assert.That(run.Output, Is.Empty);
    }

    private static void Refused(string[] args, params string[] expected)
    {
        CommandRun run = CommandRun.Of(args);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure), run.Output + run.Error);
        Assert.That(run.ErrorLines.Single(), Does.StartWith($"deepem {args[0]}: "));
        foreach (string part in expected)
        {
            Assert.That(run.ErrorLines.Single(), Does.Contain(part));
        }

        Assert.That(run.Output, Is.Empty);
    }
}

using System.Text.Json;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

public sealed class TrainCommandTests
{
    private static readonly SmallData _data = SmallData.Shared;
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Model_curve_and_settings_are_written()
    {
        CommandRun run = Train("--epochs", "1", "--labels", "30", "--seed", "7", "--threads", "2");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Error, Is.Empty);
        Assert.That(run.Output, Does.StartWith("Trained on 30 particles"));
        Assert.That(run.Output, Does.Contain("from 3 micrographs (none held out)").And.Contain("binned by 1.43\n"));
        Assert.That(run.Output, Does.Contain("No picks were held out; all were used for training"));
        Assert.That(run.Output, Does.Contain("Contrast: particles are darker than the ice around them"));
        Assert.That(_folder.Names(), Is.EquivalentTo(
        [
            "m.deepem", "m.deepem.curve.csv", "m.deepem.curve.png", "m.deepem.settings.json", "m.deepem.thresholds.csv",
        ]));
        Assert.That(ModelFile.Read(_folder["m.deepem"]).Seed, Is.EqualTo(7));
        using var settings = JsonDocument.Parse(File.ReadAllBytes(_folder["m.deepem.settings.json"]));
        JsonElement root = settings.RootElement;
        Assert.That(root.GetProperty("Program").GetString(), Does.StartWith("deepem "));
        Assert.That(
            root.GetProperty("Arguments").EnumerateArray().Select(a => a.GetString()),
            Is.SupersetOf(["train", "--epochs", "1", "--labels", "30"]));
        Assert.That(root.GetProperty("Device").GetString(), Is.Not.Empty);
        JsonElement asked = root.GetProperty("Settings").GetProperty("Run");
        Assert.That(asked.GetProperty("Seed").GetInt64(), Is.EqualTo(7));
        Assert.That(asked.GetProperty("Preset").GetString(), Is.EqualTo("Auto"));
        Assert.That(root.GetProperty("Settings").GetProperty("Rounds").GetProperty("Batch").GetInt32(), Is.Positive);
    }

    [Test]
    public void One_bad_micrograph_of_three_is_named_and_exits_with_3_or_stops_a_strict_run_with_1()
    {
        foreach (MicrographSource source in SmallData.Sources(_data.TrainingFolder))
        {
            _folder.Write($"mics/{Path.GetFileName(source.Path)}", File.ReadAllBytes(source.Path));
        }

        string bad = _folder.Write("mics/mic_001.mrc", new byte[500]);
        string[] arguments =
        [
            "train", _folder["mics"], "--picks", SmallData.TruthOf(_data.TrainingFolder), "--diameter", "125",
            "--out", _folder["m.deepem"], "--epochs", "1",
        ];

        CommandRun strict = CommandRun.Of([.. arguments, "--strict"]);
        Assert.That(strict.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(strict.ErrorLines.Single(), Does.StartWith($"deepem train: {bad}: "));

        CommandRun run = CommandRun.Of(arguments);
        Assert.That(run.Code, Is.EqualTo(ExitCode.PartialFailure), run.Error);
        Assert.That(run.ErrorLines.Single(), Does.StartWith($"failed: {bad}: "));
        Assert.That(run.Output, Does.Contain("from 2 micrographs"));
        Assert.That(_folder["m.deepem"], Does.Exist);
    }

    [Test]
    public void A_model_that_is_there_is_not_replaced_unasked()
    {
        string path = _folder.Write("m.deepem", "an earlier model");

        CommandRun run = Train("--epochs", "1");
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines.Single(), Does.StartWith($"deepem train: {path}: ").And.Contain("--overwrite"));
        Assert.That(File.ReadAllText(path), Is.EqualTo("an earlier model"));

        Assert.That(Train("--epochs", "1", "--labels", "30", "--overwrite").Code, Is.EqualTo(ExitCode.Success));
        Assert.That(ModelFile.Read(path).Preset, Is.EqualTo(NetworkPreset.Auto));
    }

    [TestCase("auto")]
    [TestCase("19s")]
    public void Patience_reaches_the_training(string preset)
    {
        CommandRun run = Train("--preset", preset, "--epochs", "1", "--labels", "8", "--patience", "5");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        using var settings = JsonDocument.Parse(File.ReadAllBytes(_folder["m.deepem.settings.json"]));
        JsonElement record = settings.RootElement.GetProperty("Settings");
        Assert.That(record.GetProperty("Run").GetProperty("Patience").GetInt32(), Is.EqualTo(5));
        Assert.That(record.GetProperty("Rounds").GetProperty("Patience").GetInt32(), Is.EqualTo(5));
    }

    [Test]
    public void Sorted_picks_are_used()
    {
        Directory.CreateDirectory(_folder["more"]);
        Directory.CreateDirectory(_folder["wrong"]);
        PickStarWriter.Write(_folder["more/mic_000.star"], [new Particle(11, 12, 0), new Particle(400, 12, 0)]);
        PickStarWriter.Write(_folder["wrong/mic_000.star"], Places(5));
        PickStarWriter.Write(_folder["wrong/mic_001.star"], Places(5));
        PickStarWriter.Write(_folder["wrong/mic_002.star"], Places(5));

        CommandRun run = Train(
            "--epochs", "1", "--labels", "30", "--add-positives", _folder["more"], "--add-negatives", _folder["wrong"]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output, Does.StartWith("Trained on 32 particles and 15 known negatives"));
    }

    [Test]
    public void Labels_in_masked_places_are_warned_of_with_counts()
    {
        float[] pixels = new float[448 * 512];
        pixels.AsSpan(0, pixels.Length / 4).Fill(1);
        Directory.CreateDirectory(_folder["masks"]);
        MrcWriter.Write(_folder["masks/mic_000.mrc"], pixels, 448, 512, null, SampleType.SignedBytes);

        CommandRun run = Train("--epochs", "1", "--mask", _folder["masks"]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.ErrorLines[0], Does.Contain("no mask for 2 of 3 micrographs"));
        Assert.That(run.ErrorLines[1], Does.Match("mic_000.mrc: [0-9]+ of [0-9]+ picks lie where .*masks/mic_000.mrc"));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(2));
    }

    [Test]
    public void Picks_for_other_micrographs_are_a_failure_of_one_line_with_counts()
    {
        PickStarWriter.Write(_folder["x.star"], Places(3));
        PickStarWriter.Write(_folder["y.star"], Places(3));
        CommandRun run = CommandRun.Of(
            "train", _data.TrainingFolder, "--picks", _folder.Path, "--diameter", "125", "--out", _folder["m"]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(run.Error, Does.Contain("no picks for any of the 3 micrographs given").And.Contain("2 other"));
    }

    [Test]
    public void Micrographs_without_picks_are_warned_of()
    {
        Directory.CreateDirectory(_folder["picks"]);
        File.Copy(
            Path.Combine(SmallData.TruthOf(_data.TrainingFolder), "mic_001.star"), _folder["picks/mic_001.star"]);
        CommandRun run = CommandRun.Of(
            "train",
            _data.TrainingFolder,
            "--picks",
            _folder["picks"],
            "--diameter",
            "125",
            "--out",
            _folder["m"],
            "--epochs",
            "1");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.ErrorLines[0], Does.StartWith("warning: 2 of 3 micrographs have no picks and are not used"));
        Assert.That(run.ErrorLines[1], Does.Contain("is the only micrograph with picks"));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(2));
    }

    [TestCase("/sys/model.deepem")]
    [TestCase("no-such-folder/model.deepem")]
    public void An_output_that_cannot_be_written_fails_before_anything_is_read(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("needs /sys");
        }

        CommandRun run = CommandRun.Of(
            "train", _data.TrainingFolder, "--picks", _folder["none"], "--diameter", "125", "--out", path);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines.Single(), Does.StartWith($"deepem train: {path}: "));
    }

    [Test]
    public void A_missing_device_is_a_failure_that_names_those_that_are_there()
    {
        CommandRun run = Train("--device", "cuda:99");
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(run.Error, Does.Contain("no device 'cuda:99'; there are: cpu").And.Contain("ilgpu-cpu"));
        Assert.That(_folder.Names(), Is.Empty);
    }

    [Test]
    public void A_pattern_that_matches_nothing_is_a_failure_of_one_line()
    {
        CommandRun run = CommandRun.Of(
            "train", _folder["*.mrc"], "--picks", "p", "--diameter", "125", "--out", _folder["m"]);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines.Single(), Does.Contain("*.mrc: matches no file"));
    }

    [TestCase("--diameter", "-1")]
    [TestCase("--epochs", "0")]
    [TestCase("--patience", "0")]
    [TestCase("--patience", "-3")]
    [TestCase("--patience", "long")]
    [TestCase("--rounds", "0")]
    [TestCase("--rounds", "11")]
    [TestCase("--labels", "1")]
    [TestCase("--labels", "many")]
    [TestCase("--preset", "resnet")]
    [TestCase("--contrast", "grey")]
    [TestCase("--mask-keeps", "one")]
    [TestCase("--pixel-size", "0")]
    [TestCase("--device", "gpu")]
    [TestCase("--threads", "0")]
    [TestCase("--learning-rate", "1")]
    public void Wrong_options_end_with_the_usage(string option, string value)
    {
        string[] diameter = option == "--diameter" ? [] : ["--diameter", "125"];
        CommandRun run = CommandRun.Of(
            ["train", _data.TrainingFolder, "--picks", "p", "--out", _folder["m"], .. diameter, option, value]);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.Error, Does.Contain(option).And.Contain("Usage: deepem train"));
        Assert.That(_folder.Names(), Is.Empty);
    }

    [Test]
    public void Help_shows_units_ranges_and_defaults()
    {
        string help = CommandRun.Of("train", "--help").Output;
        Assert.That(help, Does.Contain("--diameter <A> (REQUIRED)").And.Contain("Particle diameter, angstrom"));
        Assert.That(help, Does.Contain("(2 or more) [default: all]"));
        Assert.That(help, Does.Contain("[default: auto]").And.Not.Contain("[default: Auto]"));
        Assert.That(help, Does.Contain("(1 to 10) [default: 1]"));
        Assert.That(help, Does.Contain("(1 to 100000) [default: 12; 24 with --start none]"));
        Assert.That(
            help,
            Does.Match("--patience <N> .*N epochs without progress [(]1 to 100000[)] [[]default: never"));
        Assert.That(help, Does.Contain("(above 0, up to 1000) [default: STAR list or header]"));
        Assert.That(help, Does.Not.Contain("--vary"));
        Assert.That(help, Does.Not.Contain("2147483647"));
    }

    private CommandRun Train(params string[] options) => CommandRun.Of(
    [
        "train",
        _data.TrainingFolder,
        "--picks",
        SmallData.TruthOf(_data.TrainingFolder),
        "--diameter",
        "125",
        "--out",
        _folder["m.deepem"],
        .. options,
    ]);

    private static Particle[] Places(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Particle(20 + (80 * i), 200, 0))];
}

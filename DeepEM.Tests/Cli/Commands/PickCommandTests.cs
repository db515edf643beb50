using System.CommandLine;
using System.Text.Json;
using DeepEM.Cli;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Learning.Models;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

public sealed class PickCommandTests
{
    private static readonly SmallData _data = SmallData.Shared;
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder()
    {
        _folder = new ScratchFolder();
        using FileStream model = File.Create(_folder["m.deepem"]);
        ModelFile.Write(model, _data.Model);
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Tables_pictures_and_settings_are_written()
    {
        CommandRun run = Pick(_data.UnseenFolder, "--pictures", "1", "--threshold", "0.6");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.ErrorLines, Is.Empty);
        Assert.That(run.Error, Does.Match(
            @"^note: particle of 125 A = 50 px of 2\.5 A \(from the header\), seen at 35 px \(binned 1\.43 times\); "
            + @"trained model, both contrasts tried on 2 micrographs; .+\n$"));
        Assert.That(
            run.Output,
            Does.Match(
                @"^Picked [0-9]+ particles on 2 micrographs \([0-9]+ each\) at threshold 0\.600 in [0-9.]+ s \("));
        Assert.That(Written(), Is.EquivalentTo(
        [
            "autopick.star", "mic_003_all.star", "mic_003_autopick.star", "mic_004_all.star", "mic_004_autopick.star",
            "finished", "overview.png", "picks.csv", "pictures", "settings.json", "thresholds.csv", "thresholds.png",
        ]));
        Assert.That(run.Output, Does.Contain(
            "NAME_autopick.star, NAME_all.star, picks.csv, thresholds.csv, overview.png, thresholds.png, pictures/, "
            + "settings.json"));
        Assert.That(run.Output, Does.Contain($"deepem select {_folder["out"]} --out DIR --target-precision 0.9"));
        Assert.That(Directory.GetFiles(_folder["out/pictures"]), Has.Length.EqualTo(1));
        using var settings = JsonDocument.Parse(File.ReadAllBytes(_folder["out/settings.json"]));
        JsonElement root = settings.RootElement;
        Assert.That(root.GetProperty("Arguments")[0].GetString(), Is.EqualTo("pick"));
        Assert.That(root.GetProperty("Settings").GetProperty("Threshold").GetDouble(), Is.EqualTo(0.6));
        Assert.That(root.GetProperty("Settings").GetProperty("Micrographs").GetInt32(), Is.EqualTo(2));
    }

    [Test]
    public void One_bad_micrograph_of_three_is_named_and_exits_with_3_or_stops_a_strict_run_with_1()
    {
        string bad = _folder.Write("bad.mrc", new byte[500]);
        string[] three = [_data.UnseenFolder, bad];

        CommandRun run = Pick(three);
        Assert.That(run.Code, Is.EqualTo(ExitCode.PartialFailure));
        Assert.That(run.ErrorLines.Single(), Does.StartWith($"failed: {bad}: "));
        Assert.That(run.Output, Does.Contain("on 2 micrographs").And.Contain("1 of 3 micrographs failed"));

        CommandRun strict = Pick([.. three, "--strict"]);
        Assert.That(strict.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(strict.ErrorLines.Single(), Does.Contain(bad));
    }

    [Test]
    public void A_stack_among_micrographs_is_named_and_the_others_are_picked()
    {
        byte[] stack = new byte[1024 + (3 * 4 * 300 * 310)];
        byte[] one = File.ReadAllBytes(SmallData.Sources(_data.UnseenFolder)[0].Path);
        one.AsSpan(0, 1024).CopyTo(stack);
        foreach ((int at, int value) in (ReadOnlySpan<(int, int)>)[(0, 310), (4, 300), (8, 3), (36, 3)])
        {
            BitConverter.TryWriteBytes(stack.AsSpan(at), value);
        }

        string bad = _folder.Write("stack.mrc", stack);
        string[] good = [.. SmallData.Sources(_data.UnseenFolder).Select(source => source.Path)];

        CommandRun run = Pick(good[0], bad, good[1], "--device", "cpu");

        Assert.That(run.Code, Is.EqualTo(ExitCode.PartialFailure), run.Error);
        Assert.That(run.ErrorLines.Single(), Does.StartWith($"failed: {bad}: NZ = 3"));
        Assert.That(run.Output, Does.Contain("on 2 micrographs"));
    }

    [Test]
    public void A_pixel_size_that_contradicts_the_header_is_warned_of()
    {
        CommandRun run = CommandRun.Of(
            "pick", _data.UnseenFolder, "--diameter", "125", "--pixel-size", "5", "--out", _folder["out"]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Error, Does.Contain("said to be 5 A, its header says 2.5 A"));
    }

    [Test]
    public void A_contrast_that_was_asked_for_is_not_told_as_if_it_had_been_found()
    {
        CommandRun run = Pick(_data.UnseenFolder, "--contrast", "bright");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success));
        Assert.That(run.Error, Does.Not.Contain("inverted"));
    }

    [Test]
    public void Switches_of_the_mask_are_in_the_settings_and_the_masks_are_written()
    {
        CommandRun run = Pick(
            _data.UnseenFolder, "--no-mask", "--edge", "55.5", "--contrast", "dark", "--mask-keeps", "nonzero");
        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        using var settings = JsonDocument.Parse(File.ReadAllBytes(_folder["out/settings.json"]));
        JsonElement asked = settings.RootElement.GetProperty("Settings").GetProperty("Run");
        Assert.That(asked.GetProperty("FindsMask").GetBoolean(), Is.False);
        Assert.That(asked.GetProperty("EdgeMarginAngstrom").GetDouble(), Is.EqualTo(55.5));
        Assert.That(asked.GetProperty("Contrast").GetString(), Is.EqualTo("Dark"));
        Assert.That(asked.GetProperty("MaskMeaning").GetString(), Is.EqualTo("KeepsNonzero"));
        Assert.That(Path.Exists(_folder["out/masks"]), Is.False);

        Pick(_data.UnseenFolder, "--write-masks");
        Assert.That(
            Directory.GetFiles(_folder["out/masks"]).Select(Path.GetFileName),
            Is.EquivalentTo(["mic_003.mrc", "mic_004.mrc"]));
    }

    [Test]
    public void A_folder_without_masks_is_a_failure_of_one_line_before_anything_is_written()
    {
        CommandRun run = Pick(_data.UnseenFolder, "--mask", _folder["none"]);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines.Single(), Does.Contain("none: no such folder"));
        Assert.That(Path.Exists(_folder["out"]), Is.False);
    }

    [Test]
    public void Nothing_but_bad_micrographs_is_a_failure() =>
        Assert.That(Pick(_folder.Write("bad.mrc", new byte[500])).Code, Is.EqualTo(ExitCode.Failure));

    [Test]
    public void A_file_in_the_place_of_the_folder_is_a_failure_of_one_line()
    {
        _folder.Write("out", "text");
        CommandRun run = Pick(_data.UnseenFolder);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines.Single(), Does.Contain("is a file, expected a folder"));
        Assert.That(File.ReadAllText(_folder["out"]), Is.EqualTo("text"));
    }

    [Test]
    public void A_missing_device_is_a_failure_that_names_those_that_are_there()
    {
        CommandRun run = Pick(_data.UnseenFolder, "--device", "cuda:99");
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines.Single(), Does.Contain("no device 'cuda:99'; there are: cpu"));
        Assert.That(Path.Exists(_folder["out"]), Is.False);
    }

    [Test]
    public void One_missing_device_of_several_is_a_failure_that_names_it()
    {
        CommandRun run = Pick(_data.UnseenFolder, "--device", "opencl:98,opencl:99");
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines.Single(), Does.Contain("no device 'opencl:98'; there are: cpu"));
        Assert.That(Path.Exists(_folder["out"]), Is.False);
    }

    [Test]
    public void A_missing_or_foreign_model_is_a_failure_of_one_line()
    {
        File.Delete(_folder["m.deepem"]);
        CommandRun missing = Pick(_data.UnseenFolder);
        _folder.Write("m.deepem", "<html>");
        CommandRun foreign = Pick(_data.UnseenFolder);

        Assert.That((missing.Code, foreign.Code), Is.EqualTo((ExitCode.Failure, ExitCode.Failure)));
        Assert.That(missing.ErrorLines.Single(), Does.Contain("m.deepem: no such file"));
        Assert.That(foreign.ErrorLines.Single(), Does.Contain("m.deepem"));
        Assert.That(Path.Exists(_folder["out"]), Is.False);
    }

    [Test]
    public void A_pattern_that_matches_nothing_is_a_failure_of_one_line()
    {
        CommandRun run = Pick(_folder["*.mrc"]);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.ErrorLines.Single(), Does.Contain("*.mrc: matches no file"));
    }

    [TestCase("--threshold", "nan")]
    [TestCase("--threshold", "1.5")]
    [TestCase("--pixel-size", "-1")]
    [TestCase("--edge", "-1")]
    [TestCase("--mask-keeps", "one")]
    [TestCase("--contrast", "grey")]
    [TestCase("--pictures", "-1")]
    [TestCase("--threads", "two")]
    [TestCase("--device", "cuda:")]
    [TestCase("--device", "cuda:0,opencl:0")]
    [TestCase("--treshold", "0.5")]
    public void Wrong_options_end_with_the_usage(string option, string value)
    {
        CommandRun run = Pick(_data.UnseenFolder, option, value);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.Error, Does.Contain(option).And.Contain("Usage: deepem pick"));
        Assert.That(Path.Exists(_folder["out"]), Is.False);
    }

    [Test]
    public void Help_shows_units_ranges_and_defaults()
    {
        string help = CommandRun.Of("pick", "--help").Output;
        Assert.That(help, Does.Contain("(0 to 1) [default: stored in the model]"));
        Assert.That(help, Does.Contain("(0 or more) [default: 4]"));
        Assert.That(help, Does.Contain("--mask-keeps <zero|nonzero>").And.Contain("[default: zero]"));
        Assert.That(help, Does.Contain("--contrast <dark|bright|auto>").And.Contain("[default: auto]"));
        Assert.That(help, Does.Contain("--edge <A>").And.Contain("[default: the model's]"));
        Assert.That(help, Does.Contain("--pixel-size <A>").And.Contain("Angstrom per pixel"));
    }

    [Test]
    public void Every_option_has_one_line_of_80_characters_with_unit_range_and_default()
    {
        Command command = CommandLine.Create().Subcommands.Single(each => each.Name == "pick");
        IEnumerable<string> lines = command.Options.Where(option => !option.Hidden)
            .Select(option => option.Description + (option.HasDefaultValue && option.ValueType != typeof(bool)
                ? $" [default: {option.GetDefaultValue()}]"
                : string.Empty))
            .Append(command.Arguments.Single().Description!);

        Assert.That(lines.Where(line => line.Length > 80 || line.Contains('\n')), Is.Empty);
    }

    [Test]
    public void A_second_run_says_what_it_skipped_and_one_micrograph_is_singular()
    {
        string micrograph = SmallData.Sources(_data.UnseenFolder)[0].Path;
        CommandRun first = Pick(micrograph, "--threads", "1", "--device", "cpu");
        CommandRun second = Pick(micrograph);

        Assert.That(first.Output, Does.Match(@"^Picked [0-9]+ particles on 1 micrograph at .* s \(CPU, 1 thread\)\n"));
        Assert.That(
            second.Output,
            Does.Contain("\nSkipped 1 micrograph that an earlier run finished (--overwrite picks it again)\n"));
    }

    [Test]
    public void A_run_without_picks_warns_and_succeeds()
    {
        CommandRun run = Pick(_data.UnseenFolder, "--threshold", "1");
        Assert.That(run.Code, Is.EqualTo(ExitCode.Success));
        Assert.That(run.ErrorLines, Has.One.StartsWith("warning: no particles were picked on 2 micrographs"));
        Assert.That(run.Output, Does.StartWith("Picked 0 particles on 2 micrographs (0 each)"));
    }

    [TestCase("--model", "m.deepem", "--diameter", "100", "exclude each other")]
    [TestCase("--threads", "1", "--pictures", "0", "--model or --diameter is missing")]
    public void Exactly_one_of_model_and_diameter_is_taken(string a, string b, string c, string d, string expected)
    {
        CommandRun run = CommandRun.Of("pick", _data.UnseenFolder, a, b, c, d, "--out", _folder["out"]);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.ErrorLines[0], Does.Contain(expected));
    }

    private CommandRun Pick(params string[] arguments) =>
        CommandRun.Of(["pick", "--model", _folder["m.deepem"], "--out", _folder["out"], .. arguments]);

    private string[] Written() =>
        [.. Directory.GetFileSystemEntries(_folder["out"]).Select(entry => Path.GetFileName(entry))];
}

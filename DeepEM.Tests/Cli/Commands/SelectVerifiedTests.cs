using System.Text.Json;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Engine.Verification.Results;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

/// <summary>deepem select on the folder of a verification.</summary>
public sealed class SelectVerifiedTests
{
    private ScratchFolder _folder = null!;

    private static IEnumerable<string> Formats => CoordinateFormats.Names;

    [SetUp]
    public void Write_a_verification()
    {
        _folder = new ScratchFolder();
        VerificationOutputs.Write(_folder["v"], VerifiedData.Result);
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void What_is_left_out_and_why_adds_up_on_the_console_and_in_the_table()
    {
        CommandRun run = Select("--classes", "1,2", "--to", "csv");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output, Does.StartWith("Kept 2 of 8 candidates on 3 micrographs at threshold 0.500"));
        Assert.That(run.Output, Does.Contain(
            "Left out 6, in this order: mask 0, duplicate 1, unexplained 1, scattered 0, class 3, threshold 1, "
            + "distance 0, max-per-micrograph 0\n"));
        Assert.That(run.Output, Does.Contain("About 94 % of them are particles"));
        string[] dropped = File.ReadAllLines(_folder["out/dropped.csv"]);
        Assert.That(dropped[..3], Is.EqualTo(
        [
            "micrograph,x,y,probability,class,reason",
            "Micrographs/a b.mrc,204,52,0.8,2,duplicate",
            "Micrographs/a b.mrc,300,50,0.7,1,unexplained",
        ]));
        Assert.That(dropped, Has.Length.EqualTo(7));
        Assert.That(File.ReadAllText(_folder["out/coordinates.csv"]), Is.EqualTo(
            "micrograph,x,y,score\nMicrographs/a b.mrc,100.25,50,0.99\nMicrographs/a b.mrc,200,50,0.9\n"));
        using var record = JsonDocument.Parse(File.ReadAllBytes(_folder["out/settings.json"]));
        JsonElement settings = record.RootElement.GetProperty("Settings");
        Assert.That(settings.GetProperty("Dropped").GetProperty("class").GetInt32(), Is.EqualTo(3));
        Assert.That(settings.GetProperty("Run").GetProperty("Verified").GetProperty("Classes").GetString(),
            Is.EqualTo("1,2"));
    }

    [Test]
    public void Averages_that_noise_has_too_are_a_warning()
    {
        VerificationOutputs.Write(_folder["v"], VerifiedData.Result with
        {
            Guard = VerifiedData.Result.Guard! with { Verdict = AverageVerdict.Noise },
        });

        CommandRun run = Select("--classes", "1,2", "--to", "csv");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success));
        Assert.That(run.ErrorLines.Single(), Does.Contain("averages of noise look like the class averages"));
    }

    [TestCaseSource(nameof(Formats))]
    public void Every_format_can_be_written(string format)
    {
        CommandRun run = Select("--to", format, "--box", "60");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        CoordinateFormat written = CoordinateFormats.Find(format)!.Value;
        string picks = CoordinateFormats.HoldsMany(written)
            ? Path.Combine(_folder["out"], CoordinateFormats.FileName(written, string.Empty))
            : _folder["out"];
        Assert.That(PickReader.Read(picks).ParticleCount, Is.EqualTo(3));
    }

    [Test]
    public void A_table_of_particles_keeps_what_was_found_out_and_the_places_of_the_picker()
    {
        Assert.That(Select("--to", "relion-particles").Code, Is.EqualTo(ExitCode.Success));

        var table = ParticleTable.Read(_folder["out/particles.star"]);
        Assert.That(table.Particles.Number(0, "_rlnCoordinateX"), Is.EqualTo(100.25));
        Assert.That(table.Particles.Number(0, "_rlnOriginXAngst"), Is.Zero);
        Assert.That(table.Particles.Number(0, "_rlnParticleFigureOfMerit"), Is.EqualTo(0.99));
        Assert.That(table.Particles.Number(0, "_rlnAutopickFigureOfMerit"), Is.EqualTo(0.9));
        Assert.That(table.Particles.WholeNumber(1, "_rlnClassNumber"), Is.EqualTo(2));
    }

    [TestCase("2", "--auto-classes")]
    [TestCase("3", "--not-classes", "4")]
    [TestCase("1", "--not-classes", "2,3")]
    [TestCase("5", "--drop", "none")]
    [TestCase("2", "--drop", "grey,crowded")]
    [TestCase("6", "--min-probability", "0")]
    [TestCase("1", "--target-precision", "0.99")]
    [TestCase("2", "--target-fdr", "0.53")]
    [TestCase("4", "--count", "4")]
    [TestCase("2", "--max-per-micrograph", "2")]
    [TestCase("4", "--drop", "none", "--min-distance", "7")]
    public void Rules_leave_what_they_say(string kept, params string[] words)
    {
        CommandRun run = Select(words);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output, Does.StartWith($"Kept {kept} of 8 candidates"));
    }

    [Test]
    public void A_share_of_noise_is_said_with_what_is_expected()
    {
        Assert.That(
            Select("--target-fdr", "0.53").Output,
            Does.Contain("From logit 1.00 on 17.5 % of all picks are maxima of noise (5.0 to 50.0 %)"));
    }

    [Test]
    public void A_file_of_good_classes_and_a_mask_are_read()
    {
        string good = _folder.Write("good.txt", "1\n2\n3\n");
        float[] mask = new float[400 * 300];
        Array.Fill(mask, 1, 0, 400 * 100);
        Directory.CreateDirectory(_folder["masks"]);
        MrcWriter.Write(_folder["masks/a b.mrc"], mask, 300, 400, null);

        CommandRun run = Select("--classes", good, "--mask", _folder["masks"]);

        Assert.That(run.Output, Does.StartWith("Kept 1 of 8").And.Contain("mask 4, duplicate 0"));
        Assert.That(run.Error, Does.Contain("no mask for 2 of 3 micrographs, empty for example"));
    }

    [Test]
    public void An_empty_result_says_why()
    {
        CommandRun run = Select("--classes", "4", "--min-probability", "0.9");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success));
        Assert.That(run.Output, Does.StartWith("Kept 0 of 8"));
        Assert.That(run.Error, Does.Contain(
            "no pick is left; dropped for duplicate 1, unexplained 1, class 5, threshold 1"));
        Assert.That(File.ReadAllLines(_folder["out/dropped.csv"]), Has.Length.EqualTo(9));
    }

    [TestCase("--threshold", "0.5", "in which a probability says more than a score")]
    [TestCase("--min-probability", "0.5", "--count", "3", "expected one of them")]
    [TestCase("--auto-classes", "--classes", "1", "expected one of them")]
    [TestCase("--classes", "7", "expected a file that is there, or numbers of classes, 1 to 4")]
    [TestCase("--drop", "foggy", "--drop is 'foggy', expected none, or some of unexplained")]
    [TestCase("--mask", "nowhere", "no such folder")]
    public void What_cannot_be_meant_is_refused(params string[] words)
    {
        CommandRun run = Select(words[..^1]);

        Assert.That(run.Code, Is.Not.EqualTo(ExitCode.Success));
        Assert.That(run.ErrorLines[0], Does.Contain(words[^1]));
        Assert.That(_folder["out"], Does.Not.Exist);
    }

    [TestCase("--auto-classes")]
    [TestCase("--min-probability", "0.5")]
    [TestCase("--target-fdr", "0.1")]
    [TestCase("--drop", "grey")]
    [TestCase("--mask", "masks")]
    public void Other_picks_cannot_be_chosen_from_so(params string[] words)
    {
        string input = _folder.Write("a.csv", "micrograph,x,y,score\nm,1,2,0.5\n");

        CommandRun run = CommandRun.Of(["select", input, "--out", _folder["out"], .. words]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.Error, Does.Contain("is no verification"));
    }

    [Test]
    public void The_verification_itself_is_no_output()
    {
        CommandRun run = CommandRun.Of("select", _folder["v"], "--out", _folder["v"], "--overwrite");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.Error, Does.Contain("choose another folder"));
    }

    [Test]
    public void The_table_of_picks_stands_for_its_folder()
    {
        CommandRun run = CommandRun.Of("select", _folder["v/verification.star"], "--out", _folder["out"]);

        Assert.That(run.Output, Does.StartWith("Kept 3 of 8"), run.Error);
    }

    private CommandRun Select(params string[] words) =>
        CommandRun.Of(["select", _folder["v"], "--out", _folder["out"], .. words]);
}

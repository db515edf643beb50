using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Learning.Models;
using DeepEM.Tests.Engine.Jobs.Verify;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

/// <summary>From picks to a model without a label: deepem verify, select, train.</summary>
public sealed class VerifyCommandTests
{
    private const double DiameterAngstrom = 170;

    private ScratchFolder _folder = null!;
    private CommandRun _run = null!;

    [OneTimeSetUp]
    public void Verify_particles_and_noise_on_two_micrographs()
    {
        _folder = new ScratchFolder();
        PicksWithNoise.Simulate(_folder["mics"], _folder["picks"], DiameterAngstrom, seed: 33);
        _run = Verify("found");
    }

    [OneTimeTearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void The_summary_says_what_was_found_and_how_to_go_on()
    {
        Assert.That(_run.Code, Is.EqualTo(ExitCode.Success), _run.Error);
        Assert.That(_run.Output, Does.Contain("on 2 micrographs: about"));
        Assert.That(_run.Output, Does.Contain("are maxima of noise"));
        Assert.That(_run.Output, Does.Contain("The class averages show particles"));
        Assert.That(_run.Output, Does.Contain("class   picks   particles   evidence   structure"));
        Assert.That(_run.Output, Does.Contain($"deepem select {_folder["found"]}"));
    }

    [TestCase("report.html")]
    [TestCase("verification.star")]
    [TestCase("verification.csv")]
    [TestCase("classes.mrcs")]
    [TestCase("decoy_classes.mrcs")]
    [TestCase("class_averages.star")]
    [TestCase("backup_selection.star")]
    [TestCase("run_it020_optimiser.star")]
    [TestCase("run_it020_model.star")]
    [TestCase("run_it020_data.star")]
    [TestCase("fdr.csv")]
    [TestCase("micrographs.csv")]
    [TestCase("settings.json")]
    public void Every_file_is_there(string name) => Assert.That(_folder[$"found/{name}"], Does.Exist);

    [Test]
    public void The_report_names_the_commands_to_go_on_with()
    {
        string page = File.ReadAllText(_folder["found/report.html"]);
        Assert.That(page, Does.Contain($"deepem select {_folder["found"]} --classes good.txt"));
        Assert.That(page, Does.Contain($"--from-verification {_folder["found"]} --classes good.txt --diameter 170"));
    }

    [Test]
    public void Selected_picks_are_nearly_all_particles()
    {
        CommandRun run = CommandRun.Of("select", _folder["found"], "--auto-classes", "--out", _folder["selected"]);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Particle[] kept = [.. PickReader.Read(_folder["selected"]).Micrographs.SelectMany(one => one.Particles)];
        HashSet<(int, int)> labels =
        [
            .. PickReader.Read(_folder["mics/truth"]).Micrographs
                .SelectMany(one => one.Particles).Select(one => ((int)one.X, (int)one.Y)),
        ];
        Assert.That(kept, Has.Length.GreaterThan(0.5 * labels.Count));
        Assert.That(
            kept.Count(pick => labels.Contains(((int)pick.X, (int)pick.Y))), Is.GreaterThan(0.9 * kept.Length));
    }

    [Test]
    public void A_model_learns_from_the_verification()
    {
        CommandRun run = CommandRun.Of(
            "train", _folder["mics"], "--diameter", "170", "--from-verification", _folder["found"], "--epochs", "1",
            "--out", _folder["model.deepem"]);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output, Does.Contain("Trained on"));
        Assert.That(ModelFile.Read(_folder["model.deepem"]).IsGeneral, Is.False);
    }

    [TestCase("--from-verification|found|--picks|picks", "exclude each other")]
    [TestCase("--classes|1", "needs --from-verification")]
    [TestCase("--add-positives|picks", "needs --picks")]
    [TestCase("--labels|5", "needs manual picks")]
    [TestCase("--resume", "needs --picks")]
    [TestCase("--from-verification|picks", "expected a verification")]
    [TestCase("--from-verification|found|--classes|99", "expected a file that is there, or numbers of classes")]
    public void What_does_not_go_together_is_refused_in_one_line(string options, string message)
    {
        string[] named = [.. options.Split('|').Select(word => word is "found" or "picks" ? _folder[word] : word)];
        CommandRun run = CommandRun.Of(
            ["train", _folder["mics"], "--diameter", "170", "--out", _folder["other.deepem"], .. named]);
        Assert.That(run.Code, Is.Not.EqualTo(ExitCode.Success));
        Assert.That(run.Error, Does.Contain(message));
        Assert.That(run.Error, Does.Not.Contain(" at "));
    }

    [Test]
    public void A_verification_that_is_there_is_kept()
    {
        CommandRun run = Verify("found");
        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.Error, Does.Contain("--overwrite replaces it"));
    }

    [Test]
    public void Without_a_diameter_the_hint_is_given()
    {
        CommandRun run = CommandRun.Of(
            "verify", _folder["mics"], "--picks", _folder["picks"], "--out", _folder["none"]);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(run.Error, Does.Contain("give --diameter"));
    }

    private CommandRun Verify(string folder) => CommandRun.Of(
        "verify", _folder["mics"], "--picks", _folder["picks"], "--diameter", "170", "--out", _folder[folder]);
}

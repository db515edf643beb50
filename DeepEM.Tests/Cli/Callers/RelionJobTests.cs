using DeepEM.Cli;
using DeepEM.Cli.Callers;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Learning.Models;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Callers;

/// <summary>What a job of RELION leaves in its folder, however it ends.</summary>
public sealed class RelionJobTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder()
    {
        _folder = new ScratchFolder();
        _folder.Write("job/job.star", "data_job\n\n_rlnJobTypeLabel relion.external\n_rlnJobIsTomo 0\n");
        _folder.Write("job/run.out", "earlier\n");
        _folder.Write("job/RELION_JOB_EXIT_FAILURE", "");
        using FileStream model = File.Create(_folder["m.deepem"]);
        ModelFile.Write(model, SmallData.Shared.Model);
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void A_picking_writes_rounded_centres_its_outputs_and_last_that_it_is_done()
    {
        CommandRun run = Run(Pick());

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Error, Is.Empty);
        Assert.That(run.Output, Does.StartWith("note: particle of 125 A"), "what is no mistake goes to run.out");
        Assert.That(ExitFiles(), Is.EqualTo(["RELION_JOB_EXIT_SUCCESS"]));
        Assert.That(File.ReadAllText(_folder["job/run.out"]), Is.EqualTo("earlier\n"));
        StarTable nodes = StarReader.Read(_folder["job/RELION_OUTPUT_NODES.star"]).Tables[0];
        Assert.That(nodes.Name, Is.EqualTo("output_nodes"));
        Assert.That(
            Enumerable.Range(0, nodes.RowCount).Select(row => nodes.Text(row, "_rlnPipeLineNodeTypeLabel")),
            Is.EqualTo(["MicrographCoordsGroup.star.relion.autopick", "LogFile.pdf.relion.autopick"]));
        Assert.That(nodes.Text(0, "_rlnPipeLineNodeName"), Does.EndWith("job/autopick.star").And.Not.Contains("//"));
        string[] done = [.. Directory.GetFiles(_folder["job"]).OrderBy(File.GetLastWriteTimeUtc)];
        Assert.That(Path.GetFileName(done[^1]), Is.EqualTo("RELION_JOB_EXIT_SUCCESS"));

        StarTable picks = StarReader.Read(Accepted()).Tables[0];
        IReadOnlyList<Particle> exact = CoordinateFileReader.Read(
            Accepted().Replace("_autopick", "_all", StringComparison.Ordinal), []).Micrographs[0].Particles;
        for (int row = 0; row < picks.RowCount; row++)
        {
            double x = picks.Number(row, "_rlnCoordinateX");
            double origin = picks.Number(row, "_rlnOriginXAngst");
            Assert.That(x, Is.EqualTo(Math.Round(x)));
            Assert.That(Math.Abs(origin), Is.LessThanOrEqualTo(0.5 * SmallData.PixelSizeAngstrom));
            Assert.That(x - (origin / SmallData.PixelSizeAngstrom), Is.EqualTo(exact[row].X).Within(1e-9));
        }
    }

    [Test]
    public void Origins_are_left_out_where_they_are_not_wanted()
    {
        CommandRun run = Run([.. Pick(), "--relion-origins", "no"]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        StarTable picks = StarReader.Read(Accepted()).Tables[0];
        Assert.That(picks.HasColumn("_rlnOriginXAngst"), Is.False);
        Assert.That(picks.Number(0, "_rlnCoordinateX") % 1, Is.Zero);
        Assert.That(
            CommandRun.Of("pick", "a.mrc", "--diameter", "9", "--out", "x", "--relion-origins", "no").ErrorLines[0],
            Does.EndWith("--relion-origins needs --relion-job"));
    }

    [Test]
    public void A_wrong_command_line_and_a_micrograph_that_is_missing_are_failures()
    {
        Assert.That(Run([.. Pick(), "--nonsense"]).Code, Is.EqualTo(ExitCode.Usage));
        Assert.That(ExitFiles(), Is.EqualTo(["RELION_JOB_EXIT_FAILURE"]));
        File.Delete(_folder["job/RELION_JOB_EXIT_FAILURE"]);

        CommandRun run = Run(["pick", "none.star", "--out", _folder["job"], "--diameter", "9", "--relion-job"]);
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.Error, Does.StartWith("deepem pick: none.star"));
        Assert.That(ExitFiles(), Is.EqualTo(["RELION_JOB_EXIT_FAILURE"]));
    }

    [Test]
    public void A_job_that_is_asked_to_stop_is_aborted_and_the_wish_is_taken_back()
    {
        _folder.Write("job/RELION_JOB_ABORT_NOW", "");

        Assert.That(Run(Pick()).Code, Is.EqualTo(ExitCode.Interrupted));
        Assert.That(ExitFiles(), Is.EqualTo(["RELION_JOB_EXIT_ABORTED"]));
        Assert.That(File.Exists(_folder["job/RELION_JOB_ABORT_NOW"]), Is.False);
    }

    [Test]
    public void RELIONs_arguments_that_cannot_be_understood_are_a_failure_of_the_job()
    {
        using StringWriter error = new();
        ExitCode code = Caller.Run(
            ["relion-pick", "--o", _folder["job"], "--in_mask", "k.mrc"], TextWriter.Null, error, default);

        Assert.That(code, Is.EqualTo(ExitCode.Usage));
        Assert.That(error.ToString(), Does.StartWith("deepem-relion-pick: "));
        Assert.That(ExitFiles(), Is.EqualTo(["RELION_JOB_EXIT_FAILURE"]));
    }

    [Test]
    public void A_training_writes_its_model_and_is_not_done_twice()
    {
        string[] args =
        [
            "relion-train", "--o", _folder["job"], "--in_mics", SmallData.Shared.TrainingFolder, "--in_coords",
            SmallData.TruthOf(SmallData.Shared.TrainingFolder), "--diameter", "125", "--epochs", "1", "--j", "2",
        ];
        using StringWriter output = new();
        using StringWriter error = new();

        Assert.That(Caller.Run(args, output, error, default), Is.EqualTo(ExitCode.Success), error.ToString());
        Assert.That(ExitFiles(), Is.EqualTo(["RELION_JOB_EXIT_SUCCESS"]));
        Assert.That(ModelFile.Read(_folder["job/model.deepem"]).DiameterAngstrom, Is.EqualTo(125));
        StarTable nodes = StarReader.Read(_folder["job/RELION_OUTPUT_NODES.star"]).Tables[0];
        Assert.That(nodes.Text(0, "_rlnPipeLineNodeName"), Does.EndWith("job/logfile.pdf"));
        Assert.That(nodes.Text(1, "_rlnPipeLineNodeName"), Does.EndWith("job/model.deepem"));

        byte[] before = File.ReadAllBytes(_folder["job/model.deepem"]);
        Assert.That(Caller.Run(args, output, error, default), Is.EqualTo(ExitCode.Success));
        Assert.That(output.ToString(), Does.Contain("model.deepem is trained already"));
        Assert.That(File.ReadAllBytes(_folder["job/model.deepem"]), Is.EqualTo(before));
    }

    [Test]
    public void The_programs_are_installed_and_what_goes_into_RELIONs_window_is_said()
    {
        CommandRun run = CommandRun.Of("relion", "install", _folder["bin"]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(
            Directory.GetFiles(_folder["bin"]).Select(Path.GetFileName),
            Is.EquivalentTo(["deepem-relion-pick", "deepem-relion-train"]));
        Assert.That(run.Output, Does.Contain($"External executable   {_folder["bin/deepem-relion-pick"]}"));
        Assert.That(
            File.ReadAllText(_folder["bin/deepem-relion-train"]), Does.EndWith("'relion-train' \"$@\"\n"));
    }

    private string[] Pick() =>
    [
        "pick", SmallData.Shared.UnseenFolder, "--model", _folder["m.deepem"], "--out", _folder["job"], "--relion-job",
        "--pictures", "1",
    ];

    private string Accepted() => Directory.GetFiles(
        _folder["job"], "*_autopick.star", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();

    private string[] ExitFiles() => [.. Directory.GetFiles(_folder["job"], "RELION_JOB_EXIT_*")
        .Select(path => Path.GetFileName(path))];

    private static CommandRun Run(string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        ExitCode code = CommandLine.Run(args, output, error);
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}

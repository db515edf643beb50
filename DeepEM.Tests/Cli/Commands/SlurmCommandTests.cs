using DeepEM.Cli.Callers;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Tests.Cli.Reliability;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

/// <summary>What <c>deepem slurm</c> writes; that SLURM takes it is shown by a test that runs one.</summary>
public sealed class SlurmCommandTests
{
    private static readonly string _program = string.Join(' ', ThisProgram.Words.Select(ShellWord.Of));

    private ShardInputs _inputs = null!;

    [SetUp]
    public void Create_inputs() => _inputs = new ShardInputs();

    [TearDown]
    public void Remove_inputs() => _inputs.Dispose();

    private string Scripts => Path.Combine(_inputs.Out, "slurm");

    [Test]
    public void Scripts_have_the_options_as_they_were_given_and_the_list_is_fixed()
    {
        CommandRun run = Slurm(
            "--tasks", "3", "--dry-run", "--gpus-per-task", "2", "--sbatch", "--partition=gpu --account=abc");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output.Split('\n')[..2], Is.EqualTo(
        [
            $"21 micrographs in 3 shards; scripts and logs are in {Scripts}",
            "Not submitted: 3 tasks (0-2) for 21 micrographs",
        ]));
        string[] lines = File.ReadAllLines(Path.Combine(Scripts, "pick.sh"));
        Assert.That(lines[1], Is.EqualTo(
            "#SBATCH --job-name=deepem --ntasks=1 --cpus-per-task=4 --mem=4G --time=04:00:00"));
        Assert.That(lines[2], Is.EqualTo("#SBATCH --requeue --open-mode=append --array=0-2 --gpus-per-task=2"));
        Assert.That(lines[4], Is.EqualTo("#SBATCH --partition=gpu --account=abc"));
        Assert.That(lines[5], Is.EqualTo(
            $"exec {_program} pick @{Scripts}/list.txt --shard \"$SLURM_ARRAY_TASK_ID/3\" --threads "
            + $"\"$SLURM_CPUS_PER_TASK\" --model {_inputs["model.deepem"]} --out {_inputs.Out} --pictures 2 --box "
            + "--device cuda:all"));
        Assert.That(
            File.ReadAllLines(Path.Combine(Scripts, "list.txt")),
            Is.EqualTo(Directory.GetFiles(_inputs["mics"]).Order(StringComparer.Ordinal)));
        Assert.That(File.ReadAllLines(Path.Combine(Scripts, "merge.sh"))[^1], Is.EqualTo(
            $"exec {_program} merge {_inputs.Out}"));
    }

    [Test]
    public void Only_shards_that_are_not_finished_are_submitted_again()
    {
        Assert.That(CommandRun.Of(_inputs.Pick("--shard", "1/3")).Code, Is.EqualTo(ExitCode.Success));

        Assert.That(
            Slurm("--tasks", "3", "--dry-run").Output, Does.Contain("Not submitted: 2 tasks (0,2) for 13 micrographs"));
        Assert.That(File.ReadAllText(Path.Combine(Scripts, "pick.sh")), Does.Contain("--array=0,2"));
        Assert.That(
            Slurm("--tasks", "3", "--dry-run", "--threshold", "0.9").Output,
            Does.Contain("3 tasks (0-2) for 21 micrographs"), "other settings");
    }

    [Test]
    public void Where_all_is_finished_only_the_merge_is_left()
    {
        Assert.That(CommandRun.Of(_inputs.Pick()).Code, Is.EqualTo(ExitCode.Success));

        Assert.That(
            Slurm("--tasks", "3", "--dry-run").Output, Does.Contain("all micrographs are finished, the merge is left"));
    }

    [Test]
    public void Without_sbatch_the_scripts_stay_and_the_exit_code_is_1()
    {
        using var process = DeepEmProcess.Start(
            new Dictionary<string, string> { ["PATH"] = _inputs["nowhere"] }, ["slurm", .. _inputs.Pick()]);
        (int code, _, string error) = process.Wait();

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Is.EqualTo(
            "deepem slurm pick: sbatch: not found on the PATH, nothing was submitted; the scripts stay, "
            + "and 'deepem help pick' says how --shard shares a picking without SLURM"));
        Assert.That(File.Exists(Path.Combine(Scripts, "pick.sh")), Is.True);
    }

    [Test]
    public void A_training_is_one_job_that_goes_on_where_it_was_ended()
    {
        string model = _inputs["m.deepem"];
        CommandRun run = CommandRun.Of(
            "slurm", "train", _inputs["mics"], "--picks", _inputs["picks"], "--diameter", "125", "--out", model,
            "--threads", "2", "--dry-run");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        string text = File.ReadAllText($"{model}.slurm.sh");
        Assert.That(text, Does.Contain("--cpus-per-task=2").And.Contain($"--output={model}.slurm.log\n"));
        Assert.That(text, Does.Contain(
            $"exec {_program} train {_inputs["mics"]} --threads \"$SLURM_CPUS_PER_TASK\" --picks {_inputs["picks"]} "
            + $"--diameter 125 --out {model} --resume\n"));
        Assert.That(run.Output, Is.EqualTo($"Not submitted:\n  sbatch {model}.slurm.sh\n"));
    }

    [TestCase("--shard=0/3")]
    [TestCase("--sbatch=--array=0-9")]
    [TestCase("--tasks=0")]
    public void Options_that_cannot_be_are_a_wrong_command_line(string option)
    {
        CommandRun run = Slurm(option);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Usage), run.Output);
        Assert.That(run.ErrorLines[0], Does.Contain(option[..5]));
        Assert.That(Directory.Exists(Scripts), Is.False);
    }

    [Test]
    public void Help_explains_what_is_not_explained_with_the_commands_themselves()
    {
        string help = CommandRun.Of("help", "slurm").Output;

        Assert.That(help, Does.Contain("  deepem slurm pick\n").And.Contain("  deepem slurm train\n"));
        Assert.That(help, Does.Contain("  --tasks <N>").And.Contain("  --sbatch <OPTIONS>"));
        Assert.That(help, Does.Not.Contain("--threshold"));
    }

    private CommandRun Slurm(params string[] options) => CommandRun.Of(["slurm", .. _inputs.Pick(options)]);
}

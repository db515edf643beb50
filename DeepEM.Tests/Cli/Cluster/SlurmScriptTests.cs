using DeepEM.Cli.Cluster;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Cluster;

public sealed class SlurmScriptTests
{
    [TestCase(new[] { 0, 1, 2, 3 }, "0-3")]
    [TestCase(new[] { 0, 2, 3, 7 }, "0,2-3,7")]
    [TestCase(new[] { 5 }, "5")]
    public void Numbers_that_follow_each_other_are_written_as_a_range(int[] numbers, string text) =>
        Assert.That(SlurmScript.Array(numbers), Is.EqualTo(text));

    [Test]
    public void A_script_is_its_options_and_one_command_that_replaces_the_shell()
    {
        SlurmScript script = new("my picks/slurm", "  --partition=gpu --time=01:00:00 ");

        Assert.That(
            script.Text("deepem", "%A_%a.log", threads: 6, " --array=0-2", ["/opt/deepem", "pick", "'a b'"]),
            Is.EqualTo("""
                #!/bin/bash
                #SBATCH --job-name=deepem --ntasks=1 --cpus-per-task=6 --mem=4G --time=04:00:00
                #SBATCH --requeue --open-mode=append --array=0-2
                #SBATCH --output='my picks/slurm/%A_%a.log'
                #SBATCH --partition=gpu --time=01:00:00
                exec /opt/deepem pick 'a b'

                """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void A_percent_sign_of_a_folder_is_none_of_a_pattern() =>
        Assert.That(
            new SlurmScript("50%/slurm", null).Text("deepem", "%j.log", 1, string.Empty, ["x"]),
            Does.Contain("--output=50%%/slurm/%j.log\nexec x\n"));
}

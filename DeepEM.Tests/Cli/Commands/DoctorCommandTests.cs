using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

public sealed class DoctorCommandTests
{
    [Test]
    public void A_line_says_of_each_thing_whether_it_is_well_and_the_exit_code_of_all()
    {
        using ScratchFolder folder = new();
        CommandRun run = CommandRun.Of("doctor", "--out", folder.Path);

        bool isWell = !run.Output.Split('\n').Any(line => line.StartsWith("!!", StringComparison.Ordinal));
        Assert.That(run.Code, Is.EqualTo(isWell ? ExitCode.Success : ExitCode.PartialFailure), run.Error);
        Assert.That(run.Output, Does.StartWith("deepem ").And.Contain("ok  locks      hold"));
        Assert.That(folder.Names(), Is.Empty);
    }

    [Test]
    public void What_is_wrong_stands_out_with_what_can_be_done()
    {
        using StringWriter output = new();
        DoctorText.Write(output, [new("cores", "2"), new("writing", "1 MiB/s", "is slow")]);

        Assert.That(output.ToString().Split(Environment.NewLine)[1..^1], Is.EqualTo(
            ["ok  cores      2", "!!  writing    1 MiB/s", "               is slow"]));
    }
}

using DeepEM.Cli.Shell;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

public sealed class DevicesCommandTests
{
    [Test]
    public void Every_device_has_a_line_and_the_cpu_the_first()
    {
        CommandRun run = CommandRun.Of("devices");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines[0], Does.Match("^cpu +.*[0-9]+ threads.* GiB"));
        Assert.That(lines[1..], Has.Some.StartsWith("ilgpu-cpu"));
        Assert.That(lines, Has.All.Match("^(cpu|ilgpu-cpu|cuda(:[0-9]+)?|opencl(:[0-9]+)?) +[^ ]"));
        Assert.That(run.ErrorLines, Has.All.StartsWith("note: "));
    }

    [TestCase("--frobnicate")]
    [TestCase("extra")]
    public void Anything_else_ends_with_the_usage(string argument) =>
        Assert.That(CommandRun.Of("devices", argument).Code, Is.EqualTo(ExitCode.Usage));
}

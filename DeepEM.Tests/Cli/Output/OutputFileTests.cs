using DeepEM.Cli;
using DeepEM.Cli.Output;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Output;

public sealed class OutputFileTests
{
    [Test]
    public void An_output_that_is_an_input_is_a_wrong_command_line()
    {
        Assert.That(
            () => OutputFile.Require("--out", "./a.star", "b.star", "a.star"),
            Throws.TypeOf<UsageException>().With.Message.Contains("--out is ./a.star"));
    }

    [Test]
    public void A_directory_and_a_missing_directory_are_refused()
    {
        string folder = Path.GetTempPath();

        Assert.That(() => OutputFile.Require("--out", folder), Throws.TypeOf<IOException>());
        Assert.That(
            () => OutputFile.Require("--out", Path.Combine(folder, "no-such-folder-here", "a.json")),
            Throws.TypeOf<IOException>().With.Message.Contains("directory"));
        Assert.That(() => OutputFile.Require("--out", Path.Combine(folder, "a.json")), Throws.Nothing);
    }
}

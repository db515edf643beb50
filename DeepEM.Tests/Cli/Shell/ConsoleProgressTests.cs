using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Shell;

public sealed class ConsoleProgressTests
{
    [Test]
    public void Nothing_is_drawn_where_no_terminal_is()
    {
        using StringWriter error = new();

        int result = ConsoleProgress.Show(error, progress =>
        {
            progress.Report(new StageProgress("work", 1, 2, "loss [0.5]"));
            return 7;
        });

        Assert.That(result, Is.EqualTo(7));
        Assert.That(error.ToString(), Is.Empty);
    }
}

using System.Diagnostics;
using System.Globalization;
using DeepEM.Cli.Shell;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Shell;

[NonParallelizable]
[Platform(Include = "Linux,MacOsX", Reason = "Sends signals with kill.")]
public sealed class ShutdownSignalsTests
{
    [TestCase("INT", (int)ExitCode.Interrupted)]
    [TestCase("TERM", (int)ExitCode.Terminated)]
    public void The_first_signal_asks_to_stop_and_decides_the_exit_code(string signal, int code)
    {
        using ShutdownSignals signals = new();
        Assert.That(signals.Token.IsCancellationRequested, Is.False);

        string id = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        using Process kill = Process.Start("kill", ["-s", signal, id]);
        kill.WaitForExit();

        Assert.That(signals.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(10)), Is.True);
        Assert.That(signals.ExitCode, Is.EqualTo((ExitCode)code));
    }
}

using System.Diagnostics;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Reliability;

/// <summary>The real program whose caller has closed its streams, or keeps it waiting.</summary>
[Platform(Include = "Linux", Reason = "Closes descriptors with a shell, sends signals with kill.")]
public sealed class StandardStreamTests
{
    private SmallInputs _inputs = null!;

    [SetUp]
    public void Make_inputs() => _inputs = new SmallInputs();

    [TearDown]
    public void Remove_inputs() => _inputs.Dispose();

    [Test]
    public void Closed_standard_input_is_said_and_not_waited_for()
    {
        (int code, string error) = Shell("exec \"$@\" <&-", ["pick", "-", .. _inputs.Pick(0.5)[2..]]);

        Assert.That(code, Is.EqualTo(1));
        Assert.That(error, Does.StartWith("deepem pick: standard input: is closed"));
    }

    [TestCase(">&-")]
    [TestCase(">&- 2>&-")]
    public void Closed_standard_output_or_error_loses_what_is_said_there_and_nothing_else(string closed)
    {
        (int code, string error) = Shell($"exec \"$@\" {closed}", _inputs.Pick(0.5));

        Assert.That(code, Is.Zero, error);
        Assert.That(
            Directory.GetFiles(_inputs.Out, "*_autopick.star"), Has.Length.EqualTo(SmallInputs.Micrographs));
    }

    [TestCase("INT", 130)]
    [TestCase("TERM", 143)]
    public void A_signal_ends_the_waiting_for_names(string signal, int expected)
    {
        // The shell keeps the pipe open, and says when the program has begun to wait.
        (int code, string error) = Shell(
            $"mkfifo \"$F\"; sleep 30 > \"$F\" 2> /dev/null & exec 3< \"$F\"; trap - INT; "
            + $"(sleep 2; kill -s {signal} $$) 2> /dev/null & exec \"$@\" <&3",
            ["pick", "-", .. _inputs.Pick(0.5)[2..]]);

        Assert.That(code, Is.EqualTo(expected), error);
        Assert.That(error, Does.Contain("interrupted"));
    }

    private (int Code, string Error) Shell(string script, string[] arguments)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet";
        ProcessStartInfo start = new("sh")
        {
            ArgumentList = { "-c", script, "sh", host, Path.Combine(AppContext.BaseDirectory, "deepem.dll") },
            Environment = { ["F"] = _inputs["names"] },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        Assert.That(process.WaitForExit(TimeSpan.FromSeconds(60)), Is.True, "it ends");
        return (process.ExitCode, error.Wait(TimeSpan.FromSeconds(1)) ? error.Result : string.Empty);
    }
}

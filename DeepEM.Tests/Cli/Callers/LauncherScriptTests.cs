using System.Diagnostics;
using DeepEM.Cli.Callers;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Callers;

[Platform("Linux,MacOsX")]
public sealed class LauncherScriptTests
{
    [Test]
    public void A_script_runs_the_program_with_its_words_and_then_the_callers()
    {
        using ScratchFolder folder = new();
        LauncherScript.Write(folder["call"], "/usr/bin/printf", "%s|", "it's", "a b");

        using Process process = Process.Start(new ProcessStartInfo(folder["call"], ["$HOME", "", "--x=1"])
        {
            RedirectStandardOutput = true,
        })!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.That(said, Is.EqualTo("it's|a b|$HOME||--x=1|"));
        Assert.That(process.ExitCode, Is.Zero);
    }

    [Test]
    public void A_script_has_two_lines_and_anybody_may_run_it()
    {
        using ScratchFolder folder = new();
        folder.Write("call", "older");
        LauncherScript.Write(folder["call"], "/opt/deepem/deepem", "relion-pick");

        Assert.That(
            File.ReadAllText(folder["call"]),
            Is.EqualTo("#!/bin/sh\nexec '/opt/deepem/deepem' 'relion-pick' \"$@\"\n"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(
                File.GetUnixFileMode(folder["call"]) & (UnixFileMode)0b111_101_101,
                Is.EqualTo((UnixFileMode)0b111_101_101));
        }
    }

    [Test]
    public void A_program_that_is_found_from_one_folder_only_is_refused()
    {
        Assert.That(() => LauncherScript.Write("call", "deepem"), Throws.ArgumentException);
    }
}

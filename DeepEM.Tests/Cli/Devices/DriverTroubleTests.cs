using System.Diagnostics;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Tests.Engine.Picking;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Devices;

/// <summary>What a user sees of a driver in trouble: the real program, with a driver in place of CUDA's.</summary>
public sealed class DriverTroubleTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Write_a_micrograph_and_a_model()
    {
        _folder = new ScratchFolder();
        float[] pixels = BlobModel.Image(64, 72, (20, 30), (50, 20)).Pixels;
        float[] dark = [.. pixels.Select(pixel => -pixel)];
        MrcWriter.Write(_folder["mic.mrc"], dark, 64, 72, 1);
        using FileStream file = File.Create(_folder["blob.model"]);
        ModelFile.Write(file, BlobModel.Create(edgeMargin: 0));
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [TestCase("FAKECUDA_CTXFAIL", "2", "out of memory")]
    [TestCase("FAKECUDA_CTXFAIL", "101", "fake error")]
    [TestCase("FAKECUDA_JITFAIL", "218", "ptxas fatal : Unresolved extern function 'x'")]
    [TestCase("FAKECUDA_JITFAIL", "222", "ptxas fatal : Unresolved extern function 'x'")]
    public void A_GPU_that_cannot_be_used_is_replaced_by_the_CPU_unless_it_was_named(
        string variable, string value, string reason)
    {
        Dictionary<string, string> environment = Variables((variable, value));
        using var named = DeepEmProcess.Start(environment, Pick("cuda"));
        using var any = DeepEmProcess.Start(environment, Pick("auto"));

        (int code, _, string error) = named.Wait();
        Assert.That(error, Does.StartWith("deepem pick: cuda failed: ").And.Contain(reason));
        Assert.That(error.Split('\n'), Has.Length.EqualTo(1));
        Assert.That(code, Is.EqualTo(1));

        (code, string output, error) = any.Wait();
        Assert.That(
            error.Split('\n').Single(line => line.Contains("cuda", StringComparison.Ordinal)),
            Does.StartWith("warning: cuda failed: ").And.Contain(reason).And.EndsWith("; the CPU computes instead"));
        Assert.That(output, Does.Contain("autopick.star"));
        Assert.That(code, Is.Zero);
    }

    [Test]
    public void A_driver_that_shows_no_GPU_says_why()
    {
        Dictionary<string, string> environment = Variables(("FAKECUDA_CC", "20"));
        using var devices = DeepEmProcess.Start(environment, "devices");
        (int code, string output, string error) = devices.Wait();
        Assert.That(output + error, Does.Contain("CUDA: the driver (CUDA 13.0) counts 1 GPU(s)"));
        Assert.That(code, Is.Zero);
    }

    // Only the file in which the kernel says what it is differs, in a view of the files that this process alone has.
    [Test]
    public void Under_WSL_devices_are_looked_for_and_opened()
    {
        Dictionary<string, string> environment = Variables();
        _folder.Write("version", "Linux version 5.15.153.1-microsoft-standard-WSL2 (gcc 11.2.0) #1 SMP\n");
        string program = string.Join(
            ' ',
            ["dotnet", Path.Combine(AppContext.BaseDirectory, "deepem.dll"), .. Pick("auto")]);
        ProcessStartInfo start = new(
            "unshare",
            ["-m", "sh", "-c", $"mount --bind {_folder["version"]} /proc/version || exit 99; exec {program}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode == 99 || error.Contains("unshare", StringComparison.Ordinal))
        {
            Assert.Ignore($"Cannot mount: {error}");
        }

        Assert.That(error, Does.Not.Contain("error").And.Not.Contain("warning: cuda"));
        Assert.That(process.ExitCode, Is.Zero);
        Assert.That(File.ReadAllText(_folder["auto/settings.json"]), Does.Contain("Fake GPU 0"));
        Assert.That(output, Does.Contain("autopick.star"));
    }

    private Dictionary<string, string> Variables(params (string Name, string Value)[] more)
    {
        Dictionary<string, string> variables = new(StandInDriver.Variables("eager", _folder["driver.log"]));
        foreach ((string name, string value) in more)
        {
            variables[name] = value;
        }

        return variables;
    }

    private string[] Pick(string device) =>
    [
        "pick", _folder["mic.mrc"], "--model", _folder["blob.model"], "--out", _folder[device], "--device", device,
        "--pictures", "0", "--contrast", "dark", "--quiet",
    ];
}

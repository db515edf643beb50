using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Jobs.Doctor;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Doctor;

public sealed class DoctorJobTests
{
    [Test]
    public void Everything_is_looked_at_and_nothing_is_left_behind()
    {
        using ScratchFolder folder = new();
        IReadOnlyList<DoctorFinding> findings = new DoctorJob(folder["not/there/yet"]).Run();

        Assert.That(findings.Select(finding => finding.Subject), Is.SupersetOf(
            ["processor", "cores", "memory", "cpu", "folder", "writing", "locks", "RELION", "SLURM", "Topaz"]));
        DoctorFinding cpu = findings.Single(finding => finding.Subject == "cpu");
        Assert.That(cpu.Text, Does.Match(@"computes to [0-9]E-[0-9]+ in [0-9.]+ s$"));
        Assert.That(cpu.Advice, Is.Null);
        Assert.That(findings.Single(finding => finding.Subject == "writing").Text, Does.EndWith(" MiB/s to the disk"));
        Assert.That(folder.Names(), Is.Empty);
    }

    [TestCase(2, "150000 100000", "2, as the container or queue allows 1.5")]
    [TestCase(8, "max 100000", "8")]
    [TestCase(8, null, "8")]
    [TestCase(8, "1 0", "8")]
    public void The_limit_of_a_container_is_said(int used, string? limit, string text)
    {
        Assert.That(HostCheck.Cores(used, limit), Is.EqualTo(text));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_GPU_that_cannot_be_used_says_why()
    {
        using ScratchFolder folder = new();
        Assert.That(DeviceCheck.WhyNoCuda(folder["none"]), Is.Null);
        Assert.That(DeviceCheck.WhyNoCuda(folder.Path), Is.Null);
        folder.Write("nvidia0", "");
        Assert.That(DeviceCheck.WhyNoCuda(folder.Path), Does.Contain("libcuda.so.1"));
    }

    [Test]
    public void Programs_of_others_are_found_in_the_search_path()
    {
        using ScratchFolder folder = new();
        folder.Write("bin/topaz", "");
        DoctorFinding[] findings = [.. ProgramCheck.Run($"{folder["none"]}{Path.PathSeparator}{folder["bin"]}")];

        Assert.That(findings.Single(finding => finding.Subject == "Topaz").Text, Is.EqualTo(folder["bin/topaz"]));
        Assert.That(
            findings.Single(finding => finding.Subject == "SLURM").Text,
            Is.EqualTo("sbatch is not in the search path"));
    }

    [Test]
    public void A_lock_that_is_held_is_seen()
    {
        using ScratchFolder folder = new();
        using (OutputLock.Take(folder["lock"]))
        {
            Assert.That(OutputLock.IsHeld(folder["lock"]), Is.True);
        }

        Assert.That(OutputLock.IsHeld(folder["lock"]), Is.False);
        Assert.That(() => OutputLock.IsHeld(folder["none"]), Throws.InstanceOf<IOException>());
    }
}

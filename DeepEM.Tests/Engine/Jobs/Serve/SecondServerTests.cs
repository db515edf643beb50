using DeepEM.Engine.Jobs.Serve;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Serve;

/// <summary>Who may change a project where two servers want to.</summary>
public sealed class SecondServerTests
{
    private const string Holder = ".holder.json";

    [Test]
    public void A_second_one_is_kept_out_and_told_who_has_the_project()
    {
        using ScratchFolder folder = new();
        using (ProjectLock.TryTake(folder.Path, TimeProvider.System, out _))
        {
            Assert.That(ProjectLock.TryTake(folder.Path, TimeProvider.System, out string holder), Is.Null);
            Assert.That(holder, Is.EqualTo($"process {Environment.ProcessId} on {Environment.MachineName}"));
        }

        using ProjectLock? next = ProjectLock.TryTake(folder.Path, TimeProvider.System, out _);
        Assert.That(next, Is.Not.Null);
    }

    [TestCase(59, false)]
    [TestCase(61, true)]
    public void Another_machine_keeps_the_project_for_a_minute_after_it_was_heard_last(double seconds, bool expected)
    {
        using ScratchFolder folder = new();
        TurnedClock clock = new();
        folder.Write(Holder, $$"""{"host":"not-this-machine","process":7,"time":"{{clock.GetUtcNow():O}}"}""");
        clock.Turn(seconds);
        using ProjectLock? taken = ProjectLock.TryTake(folder.Path, clock, out string holder);
        Assert.That(taken is not null, Is.EqualTo(expected));
        Assert.That(holder, Is.EqualTo("process 7 on not-this-machine"));
    }

    [Test]
    public void A_killed_server_of_this_machine_holds_nothing()
    {
        using ScratchFolder folder = new();
        folder.Write(
            Holder, $$"""{"host":"{{Environment.MachineName}}","process":7,"time":"{{DateTime.UtcNow:O}}"}""");
        using ProjectLock? taken = ProjectLock.TryTake(folder.Path, TimeProvider.System, out _);
        Assert.That(taken, Is.Not.Null);
    }

    [Test]
    public void A_torn_note_of_who_has_it_keeps_nobody_out()
    {
        using ScratchFolder folder = new();
        folder.Write(Holder, "{\"host\":");
        using ProjectLock? taken = ProjectLock.TryTake(folder.Path, TimeProvider.System, out _);
        Assert.That(taken, Is.Not.Null);
    }
}

using System.Diagnostics;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.Files;

public sealed class StopFilesTests
{
    private static readonly TimeSpan _often = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    [Test]
    public void A_file_that_comes_cancels_the_token_and_is_named()
    {
        using ScratchFolder folder = new();
        using StopFiles files = new([folder["STOP"], folder["ABORT"]], _often, CancellationToken.None);
        Assert.That(files.Token.IsCancellationRequested, Is.False);
        Assert.That(files.Seen, Is.Null);

        folder.Write("ABORT", "");

        Assert.That(files.Token.WaitHandle.WaitOne(_patience), Is.True);
        Assert.That(files.Seen, Is.EqualTo(folder["ABORT"]));
    }

    [Test]
    public void A_file_that_is_there_already_is_seen_at_once()
    {
        using ScratchFolder folder = new();
        folder.Write("STOP", "");
        using StopFiles files = new([folder["STOP"]], TimeSpan.FromHours(1), CancellationToken.None);

        Assert.That(files.Token.IsCancellationRequested, Is.True);
        Assert.That(files.Seen, Is.EqualTo(folder["STOP"]));
    }

    [Test]
    public void A_folder_that_comes_later_is_looked_into()
    {
        using ScratchFolder folder = new();
        using StopFiles files = new([folder["job/STOP"]], _often, CancellationToken.None);

        folder.Write("job/STOP", "");

        Assert.That(files.Token.WaitHandle.WaitOne(_patience), Is.True);
    }

    [Test]
    public void Another_wish_to_stop_is_passed_on_without_a_file()
    {
        using ScratchFolder folder = new();
        using CancellationTokenSource outer = new();
        using StopFiles files = new([folder["STOP"]], TimeSpan.FromHours(1), outer.Token);

        outer.Cancel();

        Assert.That(files.Token.IsCancellationRequested, Is.True);
        Assert.That(files.Seen, Is.Null);
    }

    [Test]
    public void The_end_does_not_wait_for_the_next_look()
    {
        using ScratchFolder folder = new();
        long start = Stopwatch.GetTimestamp();
        using (StopFiles files = new([folder["STOP"]], TimeSpan.FromHours(1), CancellationToken.None))
        {
            Assert.That(files.Seen, Is.Null);
        }

        Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(_patience));
    }

    [Test]
    public void A_time_between_looks_that_is_none_is_refused()
    {
        Assert.That(
            () => new StopFiles(["STOP"], TimeSpan.Zero, CancellationToken.None),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}

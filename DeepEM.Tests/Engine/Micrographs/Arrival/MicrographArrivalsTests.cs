using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Arrival;
using DeepEM.Tests.Support;
using DeepEM.Tests.Support.BadFiles;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Arrival;

/// <summary>Files are given once, when they are complete; the clock is turned by the test.</summary>
public sealed class MicrographArrivalsTests
{
    private ScratchFolder _folder = null!;
    private TurnedClock _clock = null!;
    private MicrographArrivals _arrivals = null!;

    [SetUp]
    public void Create_folder()
    {
        _folder = new ScratchFolder();
        _clock = new TurnedClock();
        _arrivals = new MicrographArrivals(new FolderPlace(_folder.Path), ArrivalSettings.Default, _clock);
        _arrivals.Open();
    }

    [TearDown]
    public void Remove_folder()
    {
        _arrivals.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Two_thousand_files_that_come_in_every_bad_way_are_each_given_once_and_none_before_it_is_complete()
    {
        const int Many = 2000;
        const double Latest = 200;
        Random random = new(11);
        BadArrival[] files =
            [.. Enumerable.Range(0, Many).Select(number => BadArrival.Of(_folder.Path, number, random, Latest))];
        Dictionary<string, BadArrival> byPath = files.ToDictionary(file => file.Path);
        HashSet<string> given = [];
        double longest = 0;
        for (double seconds = 0; seconds < Latest + 250; seconds += 0.5)
        {
            foreach (BadArrival file in files.Where(file => !file.IsThere))
            {
                file.Do(seconds, _clock.GetUtcNow().UtcDateTime);
            }

            _arrivals.Step();
            foreach (MicrographSource source in Take())
            {
                BadArrival file = byPath[source.Path];
                Assert.That(given.Add(source.Path), Is.True, $"{source.Path} came twice");
                Assert.That(file.IsThere, Is.True, $"{source.Path} came before it was complete");
                Assert.That(File.ReadAllBytes(source.Path), Is.EqualTo(file.Content), source.Path);
                _arrivals.Done(source, hasFailed: false);
                longest = Math.Max(longest, seconds - file.Complete);
            }

            _clock.Turn(0.5);
        }

        TestContext.Out.WriteLine($"the longest wait after the last byte was {longest} s");
        Assert.That(given, Has.Count.EqualTo(Many));
        Assert.That((_arrivals.Waiting, _arrivals.Pending), Is.EqualTo((0, 0)));
        Assert.That(longest, Is.LessThan(10));
    }

    [Test]
    public void A_file_that_stays_incomplete_is_told_of_after_a_minute_and_waited_for_for_ever()
    {
        byte[] whole = new MrcBytes().WithImage();
        string path = _folder.Write("m.mrc", whole[..5000]);
        Assert.That(Steps(59).SelectMany(news => news.StillWaiting), Is.Empty);
        WaitingFile[] told = [.. Steps(100).SelectMany(news => news.StillWaiting)];
        Assert.That(told.Single().Lack, Is.EqualTo($"has 5000 of {whole.Length} bytes"));
        Steps(36_000);
        Assert.That(_arrivals.LongWaiting(5).Single().Source.Path, Is.EqualTo(path));

        File.WriteAllBytes(path, whole);
        Steps(10);

        Assert.That(Take().Single().Path, Is.EqualTo(path));
    }

    [Test]
    public void A_file_that_has_changed_after_it_was_picked_is_given_again()
    {
        string path = _folder.Write("m.mrc", new MrcBytes().WithImage());
        Steps(10);
        _arrivals.Done(Take().Single(), hasFailed: false);
        Assert.That(Steps(60).SelectMany(news => news.Changed), Is.Empty);
        Assert.That(Take(), Is.Empty);

        File.SetLastWriteTimeUtc(path, _clock.GetUtcNow().UtcDateTime);

        Assert.That(Steps(20).SelectMany(news => news.Changed).Single().Path, Is.EqualTo(path));
        Assert.That(Take().Single().Path, Is.EqualTo(path));
    }

    [Test]
    public void A_file_that_was_picked_and_goes_away_and_comes_back_is_not_given_again()
    {
        string path = _folder.Write("m.mrc", new MrcBytes().WithImage());
        Steps(10);
        _arrivals.Done(Take().Single(), hasFailed: false);
        File.Move(path, _folder["elsewhere"]);
        Steps(20);
        File.Move(_folder["elsewhere"], path);
        Steps(20);
        Assert.That(Take(), Is.Empty);
    }

    [Test]
    public void A_file_that_vanished_before_it_was_complete_is_given_when_it_is_back()
    {
        string path = _folder.Write("m.mrc", new MrcBytes().WithImage()[..3000]);
        Steps(10);
        File.Delete(path);
        Steps(200);
        Assert.That(_arrivals.Waiting, Is.Zero);

        File.WriteAllBytes(path, new MrcBytes().WithImage());
        Steps(20);

        Assert.That(Take().Single().Path, Is.EqualTo(path));
    }

    [Test]
    public void What_is_found_finished_before_it_was_given_is_not_given()
    {
        _folder.Write("m.mrc", new MrcBytes().WithImage());
        using MicrographArrivals arrivals = new(new FolderPlace(_folder.Path), ArrivalSettings.Default, _clock);
        arrivals.Open();
        arrivals.Done(arrivals.Listed.Single(), hasFailed: false);
        for (int i = 0; i < 20; i++)
        {
            arrivals.Step();
            _clock.Turn(1);
        }

        Assert.That((arrivals.Ready, arrivals.Waiting), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Of_two_files_that_would_write_the_same_outputs_the_second_is_refused()
    {
        _folder.Write("m.mrc", new MrcBytes().WithImage());
        _folder.Write("m.mrc.gz", "x");
        Assert.That(
            Steps(20).SelectMany(news => news.Refused).Select(source => Path.GetFileName(source.Path)),
            Is.EqualTo(["m.mrc.gz"]));
    }

    private List<ArrivalNews> Steps(double seconds)
    {
        List<ArrivalNews> all = [];
        for (double passed = 0; passed < seconds; passed++)
        {
            all.Add(_arrivals.Step());
            _clock.Turn(1);
        }

        return all;
    }

    private List<MicrographSource> Take()
    {
        using CancellationTokenSource end = new();
        List<MicrographSource> taken = [];
        if (_arrivals.Ready == 0)
        {
            return taken;
        }

        foreach (MicrographSource source in _arrivals.Read(end.Token))
        {
            taken.Add(source);
            if (_arrivals.Ready == 0)
            {
                end.Cancel();
            }
        }

        return taken;
    }
}

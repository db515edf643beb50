using System.Diagnostics;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.Files;

/// <summary>Names that come to a folder.</summary>
public sealed class NewNamesTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Each_name_is_given_once_in_order_and_folders_and_what_is_not_wanted_never()
    {
        NewNames names = new(_folder.Path, name => name.EndsWith(".mrc"));
        _folder.Write("b.mrc", "");
        _folder.Write("a.mrc", "");
        _folder.Write("a.txt", "");
        Directory.CreateDirectory(_folder["folder.mrc"]);

        Assert.That(names.Next(), Is.EqualTo(["a.mrc", "b.mrc"]));
        _folder.Write("c.mrc", "");
        Assert.That(names.Next(), Is.EqualTo(["c.mrc"]));
        Assert.That(names.Next(), Is.Empty);
        Assert.That(names.Has("a.mrc"), Is.True);
    }

    [Test]
    public void Fifty_thousand_known_names_are_gone_through_in_less_than_a_second_and_cost_no_memory()
    {
        const int Many = 50_000;
        for (int i = 0; i < Many; i++)
        {
            File.OpenHandle(_folder[$"FoilHole_{24_000_000 + i}_Data_{i}_fractions.mrc"], FileMode.CreateNew,
                FileAccess.Write).Dispose();
        }

        NewNames names = new(_folder.Path, _ => true);
        Assert.That(names.Next(), Has.Count.EqualTo(Many));
        names.Next();
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        Assert.That(names.Next(), Is.Empty);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        TestContext.Out.WriteLine($"{elapsed.TotalMilliseconds:F1} ms, {allocated} bytes");
        Assert.That(elapsed, Is.LessThan(TimeSpan.FromSeconds(1)));
        Assert.That(allocated, Is.LessThan(16 * 1024));
    }
}

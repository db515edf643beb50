using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Engine.Micrographs.Viewing;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Viewing;

/// <summary>Planes are read once while there is room, and tiles are the same whichever way they are read.</summary>
[TestFixture]
public sealed class PlaneCacheTests
{
    private const int Height = 600;
    private const int Width = 700;

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void A_plane_is_kept_until_its_file_changes()
    {
        string path = Write("a.mrc", 0);
        var cache = new PlaneCache(PlaneCache.UsualBytes, MicrographReading.Default);
        DisplayPlane first = cache.Plane(path, default);
        Assert.That(cache.Plane(path, default), Is.SameAs(first));

        Write("a.mrc", 1);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(1));
        Assert.That(cache.Plane(path, default).Low, Is.Not.EqualTo(first.Low));
    }

    [Test]
    public void What_was_not_asked_for_longest_goes_first()
    {
        (string a, string b, string c) = (Write("a.mrc", 0), Write("b.mrc", 1), Write("c.mrc", 2));
        var cache = new PlaneCache(2 * Height * Width, MicrographReading.Default);
        DisplayPlane first = cache.Plane(a, default);
        DisplayPlane second = cache.Plane(b, default);
        cache.Plane(a, default);
        cache.Plane(c, default);

        Assert.That(cache.Plane(a, default), Is.SameAs(first));
        Assert.That(cache.Plane(b, default), Is.Not.SameAs(second));
        Assert.That(cache.KeptBytes, Is.AtMost(2 * Height * Width));
    }

    [Test]
    public void Many_who_ask_at_once_get_one_reading()
    {
        string path = Write("a.mrc", 0);
        var cache = new PlaneCache(PlaneCache.UsualBytes, MicrographReading.Default);
        var planes = new DisplayPlane[8];
        Parallel.For(0, planes.Length, i => planes[i] = cache.Plane(path, default));

        Assert.That(planes, Has.All.SameAs(planes[0]));
    }

    [Test]
    public void A_tile_is_the_picture_at_full_size_and_mid_grey_beyond()
    {
        string path = Write("a.mrc", 0);
        var cache = new PlaneCache(PlaneCache.UsualBytes, MicrographReading.Default);
        DisplayPlane plane = cache.Plane(path, default);
        byte[] tile = cache.Tile(path, 1, 1, default);

        // The micrograph is small enough for a plane of full size.
        Assert.That(plane.Bin, Is.EqualTo(1));
        for (int i = 0; i < tile.Length; i++)
        {
            (int x, int y) = (512 + (i % 512), 512 + (i / 512));
            byte expected = x < Width && y < Height ? plane.Pixels[(y * Width) + x] : (byte)128;
            Assert.That(tile[i], Is.EqualTo(expected));
        }

        Assert.That(cache.Tile(path, 9, 0, default), Has.All.EqualTo(128));
    }

    [Test]
    public void A_file_that_is_read_in_full_gives_the_same_tiles()
    {
        string path = Write("a.mrc", 0);
        var reversed = new MicrographReading { Rows = RowOrder.Reversed };
        var cache = new PlaneCache(PlaneCache.UsualBytes, reversed);
        DisplayPlane plane = cache.Plane(path, default);
        byte[] tile = cache.Tile(path, 1, 0, default);

        Assert.That(tile[..(Width - 512)], Is.EqualTo(plane.Pixels[512..Width]));
        Assert.That(DisplayTile.Cut(path, reversed, 1, 0, plane.Low, plane.High), Is.EqualTo(tile));
        Assert.That(cache.KeptBytes, Is.EqualTo(2 * Height * Width));
    }

    [Test]
    public void A_file_that_cannot_be_read_says_why_and_blocks_nobody()
    {
        string bad = _folder.Write("bad.mrc", "nothing");
        var cache = new PlaneCache(PlaneCache.UsualBytes, MicrographReading.Default);
        for (int i = 0; i < 3; i++)
        {
            Assert.That(() => cache.Plane(bad, default), Throws.InstanceOf<InvalidFileException>());
        }

        Assert.That(cache.Plane(Write("a.mrc", 0), default).Width, Is.EqualTo(Width));
    }

    [Test]
    public void Who_gives_up_while_waiting_does_not_wait_on()
    {
        var gate = new ReadingGate(1);
        using IDisposable place = gate.Enter("a", default);
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.That(() => gate.Enter("b", impatient.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private string Write(string name, int offset)
    {
        string path = _folder[name];
        float[] pixels = [.. Enumerable.Range(0, Height * Width).Select(i => (float)(offset + (i * 7919 % 1009)))];
        MrcWriter.Write(path, pixels, Height, Width, 1.5, SampleType.Floats);
        return path;
    }
}

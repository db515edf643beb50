using DeepEM.Engine.Micrographs.Viewing;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Viewing;

/// <summary>A thumbnail is there whole or not at all, and the file may go at any time.</summary>
[TestFixture]
public sealed class ThumbnailFileTests
{
    private ScratchFolder _folder = null!;

    private string File => _folder["cache/thumbs.bin"];

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void What_was_put_is_read_and_the_rest_is_missing_and_grey()
    {
        using (var thumbnails = ThumbnailFile.Open(File, readOnly: false))
        {
            thumbnails.Put(1, Filled(11));
            thumbnails.Put(10_000, Filled(77));
            thumbnails.Put(2, Filled(22));
            thumbnails.Forget(2);
        }

        using var again = ThumbnailFile.Open(File, readOnly: true);
        (byte[] bytes, IReadOnlyList<int> missing) = again.Read(0, 3);
        Assert.That(missing, Is.EqualTo((int[])[0, 2]));
        Assert.That(bytes, Is.EqualTo((byte[])[.. Filled(128), .. Filled(11), .. Filled(128)]));
        Assert.That(again.Read(10_000, 1).Bytes, Is.EqualTo(Filled(77)));
        Assert.That(() => again.Put(0, Filled(1)), Throws.InstanceOf<IOException>());
    }

    [Test]
    public void Bytes_without_their_mark_or_with_that_of_others_do_not_count()
    {
        using (var thumbnails = ThumbnailFile.Open(File, readOnly: false))
        {
            thumbnails.Put(0, Filled(1));
            thumbnails.Put(1, Filled(2));
        }

        // As after a kill in the middle of slot 1, which was there before.
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        Array.Fill(bytes, (byte)9, 4096, 2000);
        System.IO.File.WriteAllBytes(File, bytes);
        using (var thumbnails = ThumbnailFile.Open(File, readOnly: false))
        {
            Assert.That(thumbnails.Read(0, 2).Missing, Is.EqualTo((int[])[1]));
        }

        System.IO.File.Delete(File);
        using (var thumbnails = ThumbnailFile.Open(File, readOnly: false))
        {
            thumbnails.Put(1, Filled(3));
            Assert.That(thumbnails.Read(0, 2).Missing, Is.EqualTo((int[])[0]));
        }
    }

    [Test]
    public void A_reader_makes_no_file()
    {
        using var thumbnails = ThumbnailFile.Open(File, readOnly: true);
        Assert.That(thumbnails.Read(0, 2).Missing, Has.Count.EqualTo(2));
        Assert.That(_folder.Names(), Is.Empty);
    }

    [Test]
    public void A_wide_micrograph_lies_in_the_middle()
    {
        byte[] pixels = [.. Enumerable.Range(0, 100 * 200).Select(i => (byte)(i % 200 < 100 ? 10 : 200))];
        byte[] thumbnail = ThumbnailFile.ThumbnailOf(new DisplayPlane(200, 100, 1, 200, 100, 0, 1, pixels));

        Assert.That(thumbnail[..(16 * 64)], Has.All.EqualTo(128));
        Assert.That(thumbnail[(48 * 64)..], Has.All.EqualTo(128));
        Assert.That(thumbnail[(16 * 64)..((16 * 64) + 31)], Has.All.EqualTo(0));
        Assert.That(thumbnail[((47 * 64) + 32)..(48 * 64)], Has.All.EqualTo(255));
    }

    private static byte[] Filled(byte value) => [.. Enumerable.Repeat(value, ThumbnailFile.SlotBytes)];
}

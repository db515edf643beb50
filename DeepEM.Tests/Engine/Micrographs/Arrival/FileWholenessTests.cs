using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Micrographs.Arrival;
using DeepEM.Tests.Support;
using DeepEM.Tests.Support.BadFiles;
using Microsoft.Win32.SafeHandles;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Arrival;

/// <summary>What the content of a file tells of its being whole.</summary>
public sealed class FileWholenessTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void An_MRC_file_is_whole_with_its_last_byte([Values] bool isBigEndian)
    {
        byte mark = isBigEndian ? (byte)0x11 : (byte)0x44;
        byte[] whole = new MrcBytes { IsBigEndian = isBigEndian, Stamp = (mark, mark) }.WithImage();

        Assert.That(Of(whole), Is.EqualTo(new FileWholeness(null, TimeSpan.Zero)));
        foreach (int length in (int[])[1, 300, 1023, 1024, 1025, whole.Length / 2, whole.Length - 1])
        {
            Assert.That(Of(whole[..length]).Lack, Is.Not.Null, $"{length} bytes");
        }
    }

    [Test]
    public void A_TIFF_is_whole_when_its_last_directory_and_its_pixels_are_there([Values] bool isBig)
    {
        TiffBytes tiff = new() { IsBig = isBig, RowsPerStrip = 16 };
        byte[] whole = tiff.With(tiff.Floats(), tiff.Floats(3));

        Assert.That(Of(whole, "m.tif"), Is.EqualTo(new FileWholeness(null, TimeSpan.Zero)));
        foreach (int length in (int[])[4, 200, whole.Length / 2, whole.Length - 1])
        {
            Assert.That(Of(whole[..length], "m.tif").Lack, Is.Not.Null, $"{length} bytes");
        }
    }

    [Test]
    public void Room_that_is_taken_before_it_is_filled_is_waited_for()
    {
        byte[] whole = new MrcBytes().WithImage();
        byte[] taken = new byte[whole.Length];

        Assert.That(Of(taken).Lack, Does.Contain("zeros"));
        whole.AsSpan(0, whole.Length / 2).CopyTo(taken);
        Assert.That(Of(taken).Lack, Is.Null);
        Assert.That(Of(taken).Rest, Is.EqualTo(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public void What_does_not_tell_its_length_has_to_stand_still_for_longer() => Assert.That(
        Of([0x1F, 0x8B, 8, 0, 1, 2, 3, 4], "m.mrc.gz"),
        Is.EqualTo(new FileWholeness(null, TimeSpan.FromSeconds(10))));

    [Test]
    public void What_can_never_be_read_is_not_waited_for() =>
        Assert.That(Of(new MrcBytes { Mode = 3 }.WithImage()).Lack, Is.Null);

    [Test]
    public void What_is_no_micrograph_so_far_is_waited_for_and_says_what_it_is() =>
        Assert.That(Of("<html>not found</html>"u8.ToArray()).Lack, Does.Contain("HTML"));

    private FileWholeness Of(byte[] content, string name = "m.mrc")
    {
        string path = _folder.Write(name, content);
        using SafeFileHandle file = InputFile.Open(path);
        return FileWholeness.Of(path, file, content.Length);
    }
}

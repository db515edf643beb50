using DeepEM.Engine.Foundation.Files;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.Files;

/// <summary>Names by which micrographs and picks are matched.</summary>
public sealed class FileStemTests
{
    [TestCase("MotionCorr/job002/Movies/mic001.mrc", "mic001")]
    [TestCase("mic.001.mrc", "mic.001")]
    [TestCase("mic.001", "mic.001")]
    [TestCase("mic.mrc.gz", "mic")]
    [TestCase("mic.001.MRC.BZ2", "mic.001")]
    [TestCase("a/mic.mrcs.zst", "mic")]
    [TestCase("mic.tif.gz", "mic")]
    [TestCase("mic.jpeg", "mic")]
    [TestCase("mic.png", "mic")]
    [TestCase("mic.gz", "mic")]
    [TestCase("/a b/mic 1.TIFF", "mic 1")]
    [TestCase(".mrc", ".mrc")]
    [TestCase("", "")]
    public void Folder_and_image_extension_are_left_out(string name, string expected) =>
        Assert.That(FileStem.Of(name), Is.EqualTo(expected));
}

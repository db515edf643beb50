using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Masks;

[TestFixture]
[Category(TestCategory.Smoke)]
public sealed class MaskFolderTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Masks_are_found_by_stem_with_or_without_their_suffix()
    {
        Write("a.mrc", 10, 20);
        Write("b.001_mask.mrc", 10, 20);
        var masks = new MaskFolder(_folder.Path, MaskMeaning.KeepsZero);

        Assert.That(masks.Find("a"), Is.EqualTo(_folder["a.mrc"]));
        Assert.That(masks.Find("b.001"), Is.EqualTo(_folder["b.001_mask.mrc"]));
        Assert.That(masks.Find("b"), Is.Null);
        Assert.That(masks.Read("c", 10, 20), Is.Null);
    }

    [TestCase(MaskMeaning.KeepsZero, true)]
    [TestCase(MaskMeaning.KeepsNonzero, false)]
    public void Meaning_decides_which_pixels_are_masked(MaskMeaning meaning, bool isFirstMasked)
    {
        Write("a.mrc", 10, 20);
        MicrographMask mask = new MaskFolder(_folder.Path, meaning).Read("a", 20, 40)!;
        Assert.That(mask.Covers(new Particle(0, 0, 0)), Is.EqualTo(isFirstMasked));
        Assert.That(mask.Covers(new Particle(39, 19, 0)), Is.EqualTo(!isFirstMasked));
    }

    [Test]
    public void Micrographs_without_a_mask_are_counted()
    {
        Write("a.mrc", 10, 20);
        var masks = new MaskFolder(_folder.Path, MaskMeaning.KeepsZero);
        Assert.That(masks.Missing([Source("a")]), Is.Null);
        Assert.That(
            masks.Missing([Source("a"), Source("b"), Source("c")])!.Text,
            Does.Contain("no mask for 2 of 3 micrographs, b for example"));
        Assert.That(
            () => masks.Missing([Source("b"), Source("c")]),
            Throws.TypeOf<InvalidFileException>().With.Message.Contains("any of the 2 micrographs, expected b.mrc"));
    }

    [Test]
    public void Folder_that_is_missing_empty_or_ambiguous_is_refused()
    {
        Assert.That(
            () => new MaskFolder(_folder["none"], MaskMeaning.KeepsZero),
            Throws.TypeOf<InvalidFileException>().With.Message.Contains("no such folder"));
        Assert.That(
            () => new MaskFolder(_folder.Path, MaskMeaning.KeepsZero),
            Throws.TypeOf<InvalidFileException>().With.Message.Contains("holds no MRC file"));
        Write("a.mrc", 10, 20);
        Write("a_mask.mrc", 10, 20);
        Assert.That(
            () => new MaskFolder(_folder.Path, MaskMeaning.KeepsZero),
            Throws.TypeOf<InvalidFileException>().With.Message.Contains("a second mask of a"));
    }

    private static MicrographSource Source(string stem) => new($"{stem}.mrc", $"{stem}.mrc", null);

    // Its upper half is marked.
    private void Write(string name, int height, int width)
    {
        float[] pixels = new float[height * width];
        pixels.AsSpan(0, pixels.Length / 2).Fill(1);
        MrcWriter.Write(_folder[name], pixels, height, width, null, SampleType.SignedBytes);
    }
}

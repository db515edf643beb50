using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Mrc;

/// <summary>What is written reads back equal, with true statistics in the header.</summary>
public sealed class MrcWriterTests
{
    private static readonly string[] _onlyTheImage = ["image.mrc"];

    private static readonly float[] _rounded = [0, 2, -1, 2];

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase(SampleType.SignedBytes, -128, 1)]
    [TestCase(SampleType.Shorts, -32768, 257)]
    [TestCase(SampleType.Floats, -1e6f, 1234.567f)]
    [TestCase(SampleType.UnsignedShorts, 0, 257)]
    [TestCase(SampleType.Halves, -64, 0.5f)]
    public void What_is_written_reads_back_equal(SampleType samples, float first, float step)
    {
        float[] pixels = [.. Enumerable.Range(0, 17 * 15).Select(i => first + (step * i))];
        string path = _folder["image.mrc"];

        MrcWriter.Write(path, pixels, 15, 17, 1.06, samples);
        Micrograph micrograph = MicrographReader.Read(path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(micrograph.Pixels, Is.EqualTo(pixels));
            Assert.That((micrograph.Height, micrograph.Width), Is.EqualTo((15, 17)));
            Assert.That(micrograph.PixelSizeAngstrom, Is.EqualTo(1.06));
            Assert.That(micrograph.Warnings, Is.Empty);
            Assert.That(_folder.Names(), Is.EqualTo(_onlyTheImage));
        }
    }

    [Test]
    public void Images_of_a_stack_are_sections_and_the_statistics_are_those_of_all()
    {
        string path = _folder["stack.mrcs"];

        MrcWriter.WriteStack(path, [new float[] { 1, 2 }, new float[] { 3, 10 }, new float[] { -4, 0 }], 1, 2, 2.5);

        byte[] header = File.ReadAllBytes(path)[..MrcHeader.Size];
        Assert.That(
            Enumerable.Range(0, 3).Select(section =>
                MicrographReader.Read(path, new MicrographReading { Slice = section }).Pixels),
            Is.EqualTo(new float[][] { [1, 2], [3, 10], [-4, 0] }));
        MicrographHeader read = MicrographReader.ReadHeader(path, new MicrographReading { Slice = 0 });
        Assert.That((read.Sections, read.PixelSizeAngstrom), Is.EqualTo((3, 2.5)));
        Assert.That(BitConverter.ToInt32(header, 36), Is.EqualTo(1), "MZ: images, no volume");
        Assert.That(BitConverter.ToInt32(header, 88), Is.Zero, "ISPG");
        Assert.That(BitConverter.ToSingle(header, 76), Is.EqualTo(-4));
        Assert.That(BitConverter.ToSingle(header, 80), Is.EqualTo(10));
        Assert.That(BitConverter.ToSingle(header, 84), Is.EqualTo(2));
    }

    [Test]
    public void A_stack_without_images_or_with_one_of_another_size_is_refused()
    {
        Assert.That(
            () => MrcWriter.WriteStack(_folder["a.mrcs"], [], 1, 2, null), Throws.InstanceOf<ArgumentException>());
        Assert.That(
            () => MrcWriter.WriteStack(_folder["a.mrcs"], [new float[2], new float[3]], 1, 2, null),
            Throws.ArgumentException);
        Assert.That(_folder.Names(), Is.Empty);
    }

    [Test]
    public void Header_follows_MRC2014()
    {
        string path = _folder["image.mrc"];
        MrcWriter.Write(path, new float[] { 1, 2, 3, 6 }, 2, 2, 2.5);
        byte[] header = File.ReadAllBytes(path)[..1024];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Ints(header, 0, 4), Is.EqualTo("2 2 1 2"));
            Assert.That(Ints(header, 28, 3), Is.EqualTo("2 2 1"));
            Assert.That(Floats(header, 40, 6), Is.EqualTo("5 5 2.5 90 90 90"));
            Assert.That(Ints(header, 64, 3), Is.EqualTo("1 2 3"));
            Assert.That(Floats(header, 76, 3), Is.EqualTo("1 6 3"));
            Assert.That(Ints(header, 88, 2), Is.EqualTo("0 0"));
            Assert.That(Ints(header, 108, 1), Is.EqualTo("20141"));
            Assert.That(header[208..216], Is.EqualTo("MAP DD\0\0"u8.ToArray()));
            Assert.That(BitConverter.ToSingle(header, 216), Is.EqualTo(Math.Sqrt(3.5)).Within(1e-6));
            Assert.That(Ints(header, 220, 1), Is.EqualTo("1"));
        }
    }

    [Test]
    public void Integer_modes_round_to_the_nearest_and_ties_to_even()
    {
        string path = _folder["image.mrc"];
        MrcWriter.Write(path, new[] { 0.5f, 1.5f, -0.6f, 2.4f }, 1, 4, null, SampleType.Shorts);

        Micrograph micrograph = MicrographReader.Read(path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(micrograph.Pixels, Is.EqualTo(_rounded));
            Assert.That(micrograph.PixelSizeAngstrom, Is.Null);
        }
    }

    [TestCase(SampleType.SignedBytes, 128f)]
    [TestCase(SampleType.Shorts, -32769f)]
    [TestCase(SampleType.UnsignedShorts, -1f)]
    [TestCase(SampleType.Halves, 70000f)]
    [TestCase(SampleType.Floats, float.NaN)]
    [TestCase(SampleType.Floats, float.PositiveInfinity)]
    [TestCase(SampleType.Nibbles, 1f)]
    public void A_pixel_that_does_not_fit_is_refused_and_nothing_is_written(SampleType samples, float pixel)
    {
        Assert.That(
            () => MrcWriter.Write(_folder["image.mrc"], new[] { 0f, pixel }, 1, 2, 1, samples),
            Throws.InstanceOf<ArgumentException>());
        Assert.That(_folder.Names(), Is.Empty);
    }

    [TestCase(3, 2, 1.0)]
    [TestCase(0, 2, 1.0)]
    [TestCase(1, 2, 0.0)]
    [TestCase(1, 2, double.NaN)]
    public void Wrong_extents_and_pixel_sizes_are_refused(int height, int width, double pixelSize) =>
        Assert.That(
            () => MrcWriter.Write(_folder["image.mrc"], new float[2], height, width, pixelSize),
            Throws.InstanceOf<ArgumentException>());

    private static string Ints(byte[] header, int offset, int count) => string.Join(
        ' ', Enumerable.Range(0, count).Select(i => BitConverter.ToInt32(header, offset + (4 * i))));

    private static string Floats(byte[] header, int offset, int count) => string.Join(
        ' ', Enumerable.Range(0, count).Select(i => BitConverter.ToSingle(header, offset + (4 * i))));
}

using System.Buffers.Binary;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Mrc;

/// <summary>Stacks that are written image by image, with the header of RELION's particles.</summary>
public sealed class MrcStackWriterTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase(SampleType.Floats, 2)]
    [TestCase(SampleType.Halves, 12)]
    public void Images_read_back_and_the_header_knows_their_statistics(SampleType samples, int mode)
    {
        string path = _folder["a.mrcs"];

        MrcStackWriter.Write(path, 2, 1.5, samples, stack =>
        {
            stack.Add([1, 2, 3, 6]);
            stack.Add([-1, -1, -1, -1]);
        });

        byte[] bytes = File.ReadAllBytes(path);
        Assert.That(Whole(bytes, 0, 4, 8, 12), Is.EqualTo([2, 2, 2, mode]), "NX, NY, NZ, MODE");
        Assert.That(Whole(bytes, 28, 32, 36, 88, 108), Is.EqualTo([2, 2, 1, 0, 20141]), "MX, MY, MZ, ISPG");
        Assert.That(Single(bytes, 40, 44, 48), Is.EqualTo([3, 3, 1.5f]), "CELLA");

        // Means 3 and -1, variances 3.5 and 0.
        Assert.That(Single(bytes, 76, 80, 84, 216), Is.EqualTo([-1, 6, 1, MathF.Sqrt(1.75f)]));
        Assert.That(
            MicrographReader.Read(path, new MicrographReading { Slice = 0 }).Pixels,
            Is.EqualTo(new float[] { 1, 2, 3, 6 }));
        Assert.That(
            MicrographReader.Read(path, new MicrographReading { Slice = 1 }).Pixels, Is.All.EqualTo(-1));
    }

    [Test]
    public void Halves_have_the_statistics_of_what_is_stored()
    {
        string path = _folder["a.mrcs"];

        MrcStackWriter.Write(path, 2, 1, SampleType.Halves, stack => stack.Add([1, 1, 1, 1 + (1f / 4096)]));

        Assert.That(Single(File.ReadAllBytes(path), 80), Is.EqualTo([1f]));
        Assert.That(new FileInfo(path).Length, Is.EqualTo(1024 + (2 * 4)));
    }

    [Test]
    public void A_grey_level_that_does_not_fit_leaves_the_old_file()
    {
        string path = _folder.Write("a.mrcs", "old");

        Assert.That(
            () => MrcStackWriter.Write(path, 2, 1, SampleType.Halves, stack => stack.Add([1, 1, 1, 70000])),
            Throws.TypeOf<ArgumentException>());
        Assert.That(
            () => MrcStackWriter.Write(path, 2, 1, SampleType.Floats, stack => stack.Add([1, 1, 1, float.NaN])),
            Throws.TypeOf<ArgumentException>());
        Assert.That(
            () => MrcStackWriter.Write(path, 2, 1, SampleType.Floats, stack => stack.Add([1, 1, 1])),
            Throws.TypeOf<ArgumentException>());
        Assert.That(File.ReadAllText(path), Is.EqualTo("old"));
        Assert.That(_folder.Names(), Is.EqualTo(["a.mrcs"]));
    }

    private static int[] Whole(byte[] bytes, params int[] offsets) =>
        [.. offsets.Select(offset => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(offset)))];

    private static float[] Single(byte[] bytes, params int[] offsets) =>
        [.. offsets.Select(offset => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(offset)))];
}

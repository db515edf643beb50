using System.Buffers.Binary;
using System.IO.Compression;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs;
using DeepEM.Tests.Support.BadFiles;
using NUnit.Framework;
using SharpCompress.Compressors.BZip2;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace DeepEM.Tests.Cli.BadInput;

/// <summary>Case 49: MRC files packed with gzip, bzip2 or zstd.</summary>
public sealed class PackedMrcCases : MicrographCases
{
    private static readonly string[] _kinds = ["gz", "bz2", "zst"];
    private static readonly byte[] _file = new MrcBytes().WithImage();

    [Test]
    public void Case_049_a_packed_file_is_read([ValueSource(nameof(_kinds))] string kind)
    {
        string path = Folder.Write($"mic.mrc.{kind}", Pack(kind, _file));

        Assert.That(AssertPicked(path).Pixels, Is.EqualTo(MrcBytes.Image()));
        Assert.That(File.Exists(Folder["out/mic_autopick.star"]), Is.True);
    }

    [Test]
    public void Case_049_parts_one_after_the_other_count_as_one([ValueSource(nameof(_kinds))] string kind)
    {
        byte[] parts = [.. Pack(kind, _file[..10000]), .. Pack(kind, _file[10000..])];
        string path = Folder.Write($"parts.mrc.{kind}", parts);

        Assert.That(MicrographReader.Read(path).Pixels, Is.EqualTo(MrcBytes.Image()));
    }

    [Test]
    public void Case_049_a_packed_stack_gives_its_slices([ValueSource(nameof(_kinds))] string kind)
    {
        byte[] stack = new MrcBytes { Sections = 2, Mode = 0 }.With(
            new byte[6144], [.. Enumerable.Range(0, 6144).Select(i => (byte)(i % 100))]);
        string path = Folder.Write($"stack.mrcs.{kind}", Pack(kind, stack));

        AssertRefused(path, "NZ = 2, a stack or volume, expected one image");
        Assert.That(
            MicrographReader.Read(path, new MicrographReading { Slice = 1 }).Pixels,
            Is.EqualTo(Enumerable.Range(0, 6144).Select(i => (float)(i % 100))));
    }

    [Test]
    public void Case_049_a_truncated_file_is_refused([ValueSource(nameof(_kinds))] string kind)
    {
        byte[] packed = Pack(kind, _file);
        string name = $"cut.mrc.{kind}";

        AssertRefused(packed[..^200], name + ": is ", name);
        AssertRefused(packed[..20], name + ": ", name);
        AssertRefused(packed[..4], name + ": ", name);
        AssertRefused(Pack(kind, _file[..^1]), "unpacks to 25599 bytes, expected 25600 or more", name);
        AssertRefused(Pack(kind, _file[..1000]), "1000 bytes, an MRC header needs 1024", name);
    }

    [Test]
    public void Case_049_a_gzip_file_cut_off_in_its_last_bytes_is_read_with_a_warning() =>
        AssertPicked(
            Folder.Write("cut.mrc.gz", Pack("gz", _file)[..^2]), "the size at the end of the gzip file is not that");

    [Test]
    public void Case_049_a_damaged_file_is_refused([ValueSource(nameof(_kinds))] string kind)
    {
        byte[] packed = Pack(kind, _file);
        packed[packed.Length / 2] ^= 0x10;

        // The check sum of bzip2 comes after a block of 900 kB, when the damaged header was refused already.
        string expected = kind == "bz2" ? "not an MRC file" : "cannot be unpacked beyond byte";
        AssertRefused(packed, expected, $"flipped.mrc.{kind}");
    }

    [Test]
    [CancelAfter(20000)]
    public void Case_049_a_bomb_stops_at_the_size_the_header_claims([ValueSource(nameof(_kinds))] string kind)
    {
        // The library packs zeros with bzip2 at 1 MB a second; unpacking them is fast.
        byte[] bomb = [.. new MrcBytes().Header(), .. new byte[kind == "bz2" ? 1 << 20 : 24 << 20]];
        string name = $"bomb.mrc.{kind}";
        byte[] packed = Pack(kind, bomb);
        bomb = [];
        AssertRefused(packed, "unpacks to more than the 25600 bytes its header claims; stopped there", name);

        MicrographReader.ReadHeader(Folder[name]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => MicrographReader.Read(Folder[name]), Throws.InstanceOf<InvalidFileException>());

        // bzip2's block of 900 kB, its list of four times that, buffers.
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(16 << 20));
    }

    [TestCase("gz", 200000)]
    [TestCase("zst", 300000)]
    public void Case_049_a_claim_that_the_packed_bytes_cannot_hold_is_refused_before_allocating(string kind, int side)
    {
        byte[] header = new MrcBytes { Width = side / 10, Height = side }.Header();
        AssertRefusedWithoutMemory(Pack(kind, header), "the file can unpack to", $"claim.mrc.{kind}");
    }

    [Test]
    public void Case_049_a_few_bytes_more_are_let_pass_with_a_warning([ValueSource(nameof(_kinds))] string kind) =>
        AssertPicked(
            Folder.Write($"more.mrc.{kind}", Pack(kind, [.. _file, .. new byte[100]])),
            "100 bytes after the last pixel; ignored");

    [Test]
    public void Case_049_what_is_packed_must_be_an_MRC_file() => AssertRefused(
        Pack("gz", new TiffBytes().WithImage()), "not an MRC file", "mic.tif.gz");

    [Test]
    public void Case_049_a_packed_file_is_told_by_its_content_not_by_its_name() => Assert.That(
        AssertPicked(Folder.Write("mic.mrc", Pack("zst", _file))).Pixels, Is.EqualTo(MrcBytes.Image()));

    [Test]
    public void Case_049_big_endian_is_read_in_a_packed_file()
    {
        byte[] file = new MrcBytes { IsBigEndian = true, Stamp = (0x11, 0x11) }.WithImage();
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(file), Is.EqualTo(MrcBytes.Nx));
        Assert.That(
            AssertPicked(Folder.Write("mic.mrc.gz", Pack("gz", file))).Pixels, Is.EqualTo(MrcBytes.Image()));
    }

    internal static byte[] Pack(string kind, byte[] bytes)
    {
        using MemoryStream packed = new();
        using (Stream stream = kind switch
        {
            "gz" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "bz2" => BZip2Stream.Create(
                packed,
                SharpCompress.Compressors.CompressionMode.Compress,
                decompressConcatenated: false,
                leaveOpen: true),
            _ => Zstandard(packed),
        })
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    // As the program zstd does, with a check sum.
    private static CompressionStream Zstandard(Stream packed)
    {
        CompressionStream stream = new(packed, leaveOpen: true);
        stream.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return stream;
    }
}

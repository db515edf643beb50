using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Micrographs.Packing;

/// <summary>How much a packed file can hold at most, so that what a header claims is bounded before memory is taken.
/// </summary>
internal static class PackedSize
{
    /// <summary>Deflate: 258 bytes for two bits, a little less.</summary>
    public const int MostOfDeflate = 1032;

    /// <summary>LZW of TIFF: a string of 4096 bytes for twelve bits.</summary>
    public const int MostOfLzw = 2731;

    /// <summary>PackBits: 128 bytes for two.</summary>
    public const int MostOfPackBits = 64;

    /// <summary>JPEG: the end of a run of 2^15 blocks of 64 pixels in a few bits; a block's mean takes one.</summary>
    public const int MostOfJpeg = 512;

    // zstd: a block of 128 kB for four bytes. bzip2: a block of 900 kB of runs of 259 bytes in 5 for 40 bytes.
    private const int MostOfZstandard = 1 << 15;
    private const int MostOfBzip2 = 1_200_000;

    /// <summary>Most bytes that a packed file can unpack to.</summary>
    /// <param name="packed">Bytes of the file.</param>
    /// <param name="kind">How it is packed.</param>
    public static long Most(long packed, FileContentKind kind)
    {
        int ratio = kind switch
        {
            FileContentKind.Gzip => MostOfDeflate,
            FileContentKind.Bzip2 => MostOfBzip2,
            FileContentKind.Zstandard => MostOfZstandard,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected a kind that is packed."),
        };
        return packed > long.MaxValue / ratio ? long.MaxValue : packed * ratio;
    }

    /// <summary>Refuses a claim that the packed bytes cannot meet.</summary>
    /// <param name="path">The file, for the message.</param>
    /// <param name="claimed">Bytes that its header claims, unpacked.</param>
    /// <param name="packed">Bytes there are, packed.</param>
    /// <param name="ratio">Most bytes for each packed one.</param>
    /// <exception cref="InvalidFileException">They are too few.</exception>
    public static void Require(string path, Int128 claimed, long packed, int ratio)
    {
        if (claimed > (Int128)packed * ratio)
        {
            throw new InvalidFileException(path, string.Create(
                CultureInfo.InvariantCulture,
                $"its header claims {claimed} bytes of pixels, which the {packed} packed bytes there are cannot hold"));
        }
    }
}

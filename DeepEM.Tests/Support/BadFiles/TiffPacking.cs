using System.IO.Compression;

namespace DeepEM.Tests.Support.BadFiles;

/// <summary>Packs bytes as a TIFF may hold them, in the simplest way that is right.</summary>
internal static class TiffPacking
{
    public static byte[] Deflate(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (ZLibStream stream = new(packed, CompressionLevel.Optimal))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>Runs where a byte is repeated, literals elsewhere.</summary>
    public static byte[] PackBits(byte[] bytes)
    {
        List<byte> packed = [];
        for (int i = 0; i < bytes.Length;)
        {
            int run = 1;
            while (run < 128 && i + run < bytes.Length && bytes[i + run] == bytes[i])
            {
                run++;
            }

            packed.AddRange(run > 1 ? [(byte)(257 - run), bytes[i]] : [0, bytes[i]]);
            i += run;
        }

        return [.. packed];
    }

    /// <summary>LZW that clears its table before codes of ten bits are due: every byte is a code of nine.</summary>
    public static byte[] Lzw(byte[] bytes)
    {
        const int Clear = 256;
        const int End = 257;
        List<int> codes = [];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (i % 200 == 0)
            {
                codes.Add(Clear);
            }

            codes.Add(bytes[i]);
        }

        codes.Add(End);
        byte[] packed = new byte[((codes.Count * 9) + 7) / 8];
        for (int bit = 0; bit < codes.Count * 9; bit++)
        {
            int value = (codes[bit / 9] >> (8 - (bit % 9))) & 1;
            packed[bit / 8] |= (byte)(value << (7 - (bit % 8)));
        }

        return packed;
    }
}

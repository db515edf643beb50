using System.Buffers.Binary;
using System.IO.Compression;

namespace DeepEM.Tests.Support.BadFiles;

/// <summary>Builds PNG files chunk by chunk, right ones and wrong ones, without a library.</summary>
internal sealed class PngBytes
{
    public int Width { get; init; } = MrcBytes.Nx;

    public int Height { get; init; } = MrcBytes.Ny;

    public int Depth { get; init; } = 8;

    public int Colour { get; init; }

    public int Interlacing { get; init; }

    public byte[] Palette { get; init; } = [];

    /// <summary>Content of each IDAT chunk; null for one of all.</summary>
    public int? PixelChunk { get; init; }

    /// <summary>A chunk before the pixels, by its type.</summary>
    public string? Extra { get; init; }

    public bool HasEnd { get; init; } = true;

    /// <summary>Grey levels for a picture of the default extents: distinct, asymmetric.</summary>
    public static int[] Levels(int depth) =>
        [.. Enumerable.Range(0, MrcBytes.Nx * MrcBytes.Ny).Select(i => ((i * 37) + (i / 96 * 11)) % (1 << depth))];

    /// <summary>Rows of 8 or 16 bits a sample, each with its filter; filter i % 5 for row i.</summary>
    /// <param name="samples">Height·Width·(samples of a pixel) numbers.</param>
    public byte[] With(IReadOnlyList<int> samples)
    {
        int bytes = Depth / 8;
        int rowSamples = samples.Count / Height;
        int step = rowSamples / Width * bytes;
        byte[] above = new byte[rowSamples * bytes];
        using MemoryStream raw = new();
        for (int y = 0; y < Height; y++)
        {
            byte[] row = new byte[rowSamples * bytes];
            for (int i = 0; i < rowSamples; i++)
            {
                int value = samples[(y * rowSamples) + i];
                row[((i + 1) * bytes) - 1] = (byte)value;
                if (bytes == 2)
                {
                    row[2 * i] = (byte)(value >> 8);
                }
            }

            raw.WriteByte((byte)(y % 5));
            for (int i = 0; i < row.Length; i++)
            {
                int a = i < step ? 0 : row[i - step];
                int c = i < step ? 0 : above[i - step];
                raw.WriteByte((byte)(row[i] - Predicted(y % 5, a, above[i], c)));
            }

            above = row;
        }

        return WithRaw(raw.ToArray());
    }

    /// <summary>A file of rows as they are before packing, filters and all.</summary>
    public byte[] WithRaw(byte[] rows)
    {
        using MemoryStream packed = new();
        using (ZLibStream stream = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(rows);
        }

        return WithPacked(packed.ToArray());
    }

    /// <summary>A file of packed rows.</summary>
    public byte[] WithPacked(byte[] packed)
    {
        using MemoryStream file = new();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9], header[12]) = ((byte)Depth, (byte)Colour, (byte)Interlacing);
        Chunk(file, "IHDR", header);
        if (Palette.Length > 0)
        {
            Chunk(file, "PLTE", Palette);
        }

        if (Extra is string type)
        {
            Chunk(file, type, [1, 2, 3]);
        }

        foreach (byte[] piece in packed.Chunk(PixelChunk ?? Math.Max(1, packed.Length)))
        {
            Chunk(file, "IDAT", piece);
        }

        if (HasEnd)
        {
            Chunk(file, "IEND", []);
        }

        return file.ToArray();
    }

    private static int Predicted(int filter, int a, int b, int c) => filter switch
    {
        1 => a,
        2 => b,
        3 => (a + b) / 2,
        4 => Paeth(a, b, c),
        _ => 0,
    };

    private static int Paeth(int a, int b, int c)
    {
        int estimate = a + b - c;
        return new[] { a, b, c }.MinBy(value => Math.Abs(estimate - value));
    }

    private static void Chunk(MemoryStream file, string type, byte[] content)
    {
        byte[] checkedBytes = [.. System.Text.Encoding.ASCII.GetBytes(type), .. content];
        byte[] number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(checkedBytes);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(checkedBytes));
        file.Write(number);
    }

    // By long division, bit by bit, as the standard defines it.
    private static uint Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}

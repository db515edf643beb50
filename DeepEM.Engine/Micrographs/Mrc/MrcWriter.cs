using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Micrographs.Mrc;

/// <summary>Writes single images as MRC2014 files, little-endian, atomically, with true statistics.</summary>
public static class MrcWriter
{
    private const int FormatVersion = 20141;
    private const int ImodStamp = 1146047817;
    private const int ImodSignedBytes = 1;
    private const int PieceLength = 1 << 16;

    /// <summary>Writes an image.</summary>
    /// <param name="path">The file, replaced when there.</param>
    /// <param name="pixels">height·width grey levels, row by row, all finite.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="pixelSizeAngstrom">Angstrom per pixel, positive; null where unknown (CELLA = 0).</param>
    /// <param name="mode">How pixels are stored; integer modes round to the nearest, ties to even. Not
    /// <see cref="MrcMode.Nibbles"/>.</param>
    /// <exception cref="ArgumentException">The length is not height·width, a pixel is not finite or does not fit the
    /// mode, the pixel size is not positive, or the mode cannot be written.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void Write(
        string path,
        ReadOnlyMemory<float> pixels,
        int height,
        int width,
        double? pixelSizeAngstrom,
        MrcMode mode = MrcMode.Floats)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (pixels.Length != (long)height * width)
        {
            throw new ArgumentException(
                $"There are {pixels.Length} pixels, expected {height} x {width}.", nameof(pixels));
        }

        if (pixelSizeAngstrom is double size && !(size > 0 && double.IsFinite(size)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(pixelSizeAngstrom), size, "Expected a positive number, or null where it is unknown.");
        }

        (float lowest, float highest) = Range(mode);
        Statistics statistics = Measure(pixels.Span, mode, lowest, highest);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Header(height, width, pixelSizeAngstrom, mode, statistics));
            WritePixels(stream, pixels.Span, mode);
        });
    }

    private static (float Lowest, float Highest) Range(MrcMode mode) => mode switch
    {
        MrcMode.Bytes => (sbyte.MinValue, sbyte.MaxValue),
        MrcMode.Shorts => (short.MinValue, short.MaxValue),
        MrcMode.UnsignedShorts => (0, ushort.MaxValue),
        MrcMode.Halves => ((float)Half.MinValue, (float)Half.MaxValue),
        MrcMode.Floats => (float.MinValue, float.MaxValue),
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Expected mode 0, 1, 2, 6 or 12."),
    };

    private static float Stored(float pixel, MrcMode mode) => mode switch
    {
        MrcMode.Floats => pixel,
        MrcMode.Halves => (float)(Half)pixel,
        _ => MathF.Round(pixel, MidpointRounding.ToEven),
    };

    // Statistics are those of what is stored, after rounding, so that a reader that recomputes them agrees.
    private static Statistics Measure(ReadOnlySpan<float> pixels, MrcMode mode, float lowest, float highest)
    {
        double minimum = double.PositiveInfinity;
        double maximum = double.NegativeInfinity;
        double sum = 0;
        for (int i = 0; i < pixels.Length; i++)
        {
            float stored = Stored(pixels[i], mode);
            if (!(stored >= lowest && stored <= highest))
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Pixel {i} is {pixels[i]}, expected {lowest} to {highest} for mode {(int)mode}."),
                    nameof(pixels));
            }

            minimum = Math.Min(minimum, stored);
            maximum = Math.Max(maximum, stored);
            sum += stored;
        }

        double mean = sum / pixels.Length;
        double squares = 0;
        foreach (float pixel in pixels)
        {
            double deviation = Stored(pixel, mode) - mean;
            squares += deviation * deviation;
        }

        return new Statistics(minimum, maximum, mean, Math.Sqrt(squares / pixels.Length));
    }

    private static byte[] Header(
        int height, int width, double? pixelSizeAngstrom, MrcMode mode, Statistics statistics)
    {
        byte[] header = new byte[MrcHeader.Size];
        PutInt32(header, 0, width, height, 1, (int)mode);
        PutInt32(header, 28, width, height, 1);
        double size = pixelSizeAngstrom ?? 0;
        PutSingle(header, 40, width * size, height * size, size);
        PutSingle(header, 52, 90, 90, 90);
        PutInt32(header, 64, 1, 2, 3);
        PutSingle(header, 76, statistics.Minimum, statistics.Maximum, statistics.Mean);
        PutInt32(header, 108, FormatVersion);
        if (mode == MrcMode.Bytes)
        {
            // Without IMOD's stamp some programs take bytes as unsigned.
            PutInt32(header, 152, ImodStamp, ImodSignedBytes);
        }

        "MAP "u8.CopyTo(header.AsSpan(208));
        header[212] = 0x44;
        header[213] = 0x44;
        PutSingle(header, 216, statistics.StandardDeviation);
        PutInt32(header, 220, 1);
        header.AsSpan(224, 80).Fill((byte)' ');
        _ = Encoding.ASCII.GetBytes("Written by DeepEM", header.AsSpan(224, 80));
        return header;
    }

    private static void WritePixels(Stream stream, ReadOnlySpan<float> pixels, MrcMode mode)
    {
        byte[] buffer = new byte[PieceLength * sizeof(float)];
        for (int done = 0; done < pixels.Length; done += PieceLength)
        {
            ReadOnlySpan<float> piece = pixels.Slice(done, Math.Min(PieceLength, pixels.Length - done));
            if (mode == MrcMode.Floats && BitConverter.IsLittleEndian)
            {
                stream.Write(MemoryMarshal.AsBytes(piece));
                continue;
            }

            int length = 0;
            foreach (float pixel in piece)
            {
                length += Put(buffer.AsSpan(length), Stored(pixel, mode), mode);
            }

            stream.Write(buffer, 0, length);
        }
    }

    private static int Put(Span<byte> target, float stored, MrcMode mode)
    {
        switch (mode)
        {
            case MrcMode.Bytes:
                target[0] = unchecked((byte)(sbyte)stored);
                return sizeof(sbyte);
            case MrcMode.Shorts:
                BinaryPrimitives.WriteInt16LittleEndian(target, (short)stored);
                return sizeof(short);
            case MrcMode.UnsignedShorts:
                BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)stored);
                return sizeof(ushort);
            case MrcMode.Halves:
                BinaryPrimitives.WriteHalfLittleEndian(target, (Half)stored);
                return sizeof(ushort);
            default:
                BinaryPrimitives.WriteSingleLittleEndian(target, stored);
                return sizeof(float);
        }
    }

    private static void PutInt32(byte[] header, int offset, params ReadOnlySpan<int> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(offset + (4 * i)), values[i]);
        }
    }

    private static void PutSingle(byte[] header, int offset, params ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(header.AsSpan(offset + (4 * i)), (float)values[i]);
        }
    }

    private readonly record struct Statistics(double Minimum, double Maximum, double Mean, double StandardDeviation);
}

using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Micrographs.Mrc;

/// <summary>Writes images and stacks of them as MRC2014 files, little-endian, atomically, with true statistics.
/// </summary>
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
    /// <param name="samples">How pixels are stored: signed bytes, shorts of both kinds, halves or floats; whole numbers
    /// are rounded to the nearest, ties to even.</param>
    /// <exception cref="ArgumentException">The length is not height·width, a pixel is not finite or does not fit the
    /// samples, the pixel size is not positive, or the samples cannot be written.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void Write(
        string path,
        ReadOnlyMemory<float> pixels,
        int height,
        int width,
        double? pixelSizeAngstrom,
        SampleType samples = SampleType.Floats)
    {
        WriteStack(path, [pixels], height, width, pixelSizeAngstrom, samples);
    }

    /// <summary>Writes a stack of images of one size, a section each (MZ = 1, ISPG = 0: images, no volume).</summary>
    /// <param name="path">The file, replaced when there.</param>
    /// <param name="images">One or more, height·width grey levels each, row by row, all finite.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="pixelSizeAngstrom">Angstrom per pixel, positive; null where unknown (CELLA = 0).</param>
    /// <param name="samples">How pixels are stored, as for one image.</param>
    /// <exception cref="ArgumentException">There is no image, a length is not height·width, a pixel is not finite or
    /// does not fit the samples, the pixel size is not positive, or the samples cannot be written.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void WriteStack(
        string path,
        IReadOnlyList<ReadOnlyMemory<float>> images,
        int height,
        int width,
        double? pixelSizeAngstrom,
        SampleType samples = SampleType.Floats)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfZero(images.Count);
        foreach (ReadOnlyMemory<float> pixels in images)
        {
            if (pixels.Length != (long)height * width)
            {
                throw new ArgumentException(
                    $"There are {pixels.Length} pixels, expected {height} x {width}.", nameof(images));
            }
        }

        if (pixelSizeAngstrom is double size && !(size > 0 && double.IsFinite(size)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(pixelSizeAngstrom), size, "Expected a positive number, or null where it is unknown.");
        }

        (float lowest, float highest) = Range(samples);
        Statistics statistics = Measure(images, samples, lowest, highest);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Header(images.Count, height, width, pixelSizeAngstrom, samples, statistics));
            foreach (ReadOnlyMemory<float> pixels in images)
            {
                WritePixels(stream, pixels.Span, samples);
            }
        });
    }

    private static (float Lowest, float Highest) Range(SampleType samples) => samples switch
    {
        SampleType.SignedBytes => (sbyte.MinValue, sbyte.MaxValue),
        SampleType.Shorts => (short.MinValue, short.MaxValue),
        SampleType.UnsignedShorts => (0, ushort.MaxValue),
        SampleType.Halves => ((float)Half.MinValue, (float)Half.MaxValue),
        SampleType.Floats => (float.MinValue, float.MaxValue),
        _ => throw new ArgumentOutOfRangeException(nameof(samples), samples, "Expected mode 0, 1, 2, 6 or 12."),
    };

    private static float Stored(float pixel, SampleType samples) => samples switch
    {
        SampleType.Floats => pixel,
        SampleType.Halves => (float)(Half)pixel,
        _ => MathF.Round(pixel, MidpointRounding.ToEven),
    };

    // Statistics are those of what is stored, after rounding, so that a reader that recomputes them agrees.
    private static Statistics Measure(
        IReadOnlyList<ReadOnlyMemory<float>> images, SampleType samples, float lowest, float highest)
    {
        double minimum = double.PositiveInfinity;
        double maximum = double.NegativeInfinity;
        double sum = 0;
        foreach (ReadOnlyMemory<float> image in images)
        {
            ReadOnlySpan<float> pixels = image.Span;
            for (int i = 0; i < pixels.Length; i++)
            {
                float stored = Stored(pixels[i], samples);
                if (!(stored >= lowest && stored <= highest))
                {
                    throw new ArgumentException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"Pixel {i} is {pixels[i]}, expected {lowest} to {highest} for mode "
                            + $"{MrcMode.Number(samples)}."),
                        nameof(images));
                }

                minimum = Math.Min(minimum, stored);
                maximum = Math.Max(maximum, stored);
                sum += stored;
            }
        }

        double count = (double)images.Count * images[0].Length;
        double mean = sum / count;
        double squares = 0;
        foreach (ReadOnlyMemory<float> image in images)
        {
            foreach (float pixel in image.Span)
            {
                double deviation = Stored(pixel, samples) - mean;
                squares += deviation * deviation;
            }
        }

        return new Statistics(minimum, maximum, mean, Math.Sqrt(squares / count));
    }

    private static byte[] Header(
        int sections,
        int height,
        int width,
        double? pixelSizeAngstrom,
        SampleType samples,
        Statistics statistics)
    {
        byte[] header = new byte[MrcHeader.Size];
        PutInt32(header, 0, width, height, sections, MrcMode.Number(samples));
        PutInt32(header, 28, width, height, 1);
        double size = pixelSizeAngstrom ?? 0;
        PutSingle(header, 40, width * size, height * size, size);
        PutSingle(header, 52, 90, 90, 90);
        PutInt32(header, 64, 1, 2, 3);
        PutSingle(header, 76, statistics.Minimum, statistics.Maximum, statistics.Mean);
        PutInt32(header, 108, FormatVersion);
        if (samples == SampleType.SignedBytes)
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

    private static void WritePixels(Stream stream, ReadOnlySpan<float> pixels, SampleType samples)
    {
        byte[] buffer = new byte[PieceLength * sizeof(float)];
        for (int done = 0; done < pixels.Length; done += PieceLength)
        {
            ReadOnlySpan<float> piece = pixels.Slice(done, Math.Min(PieceLength, pixels.Length - done));
            if (samples == SampleType.Floats && BitConverter.IsLittleEndian)
            {
                stream.Write(MemoryMarshal.AsBytes(piece));
                continue;
            }

            int length = 0;
            foreach (float pixel in piece)
            {
                length += Put(buffer.AsSpan(length), Stored(pixel, samples), samples);
            }

            stream.Write(buffer, 0, length);
        }
    }

    private static int Put(Span<byte> target, float stored, SampleType samples)
    {
        switch (samples)
        {
            case SampleType.SignedBytes:
                target[0] = unchecked((byte)(sbyte)stored);
                return sizeof(sbyte);
            case SampleType.Shorts:
                BinaryPrimitives.WriteInt16LittleEndian(target, (short)stored);
                return sizeof(short);
            case SampleType.UnsignedShorts:
                BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)stored);
                return sizeof(ushort);
            case SampleType.Halves:
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

using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Micrographs.Mrc;

/// <summary>Writes images and stacks of them as MRC2014 files, little-endian, atomically, with true statistics.
/// </summary>
public static class MrcWriter
{
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
        MrcStatistics statistics = Measure(images, samples, lowest, highest);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(
                MrcHeaderBytes.Of(images.Count, height, width, pixelSizeAngstrom, samples, statistics));
            foreach (ReadOnlyMemory<float> pixels in images)
            {
                WritePixels(stream, pixels.Span, samples);
            }
        });
    }

    /// <summary>The grey levels that samples can have.</summary>
    /// <param name="samples">How pixels are stored.</param>
    internal static (float Lowest, float Highest) Range(SampleType samples) => samples switch
    {
        SampleType.SignedBytes => (sbyte.MinValue, sbyte.MaxValue),
        SampleType.Shorts => (short.MinValue, short.MaxValue),
        SampleType.UnsignedShorts => (0, ushort.MaxValue),
        SampleType.Halves => ((float)Half.MinValue, (float)Half.MaxValue),
        SampleType.Floats => (float.MinValue, float.MaxValue),
        _ => throw new ArgumentOutOfRangeException(nameof(samples), samples, "Expected mode 0, 1, 2, 6 or 12."),
    };

    /// <summary>A grey level as a reader gets it back.</summary>
    /// <param name="pixel">The grey level, within <see cref="Range"/>.</param>
    /// <param name="samples">How it is stored.</param>
    internal static float Stored(float pixel, SampleType samples) => samples switch
    {
        SampleType.Floats => pixel,
        SampleType.Halves => (float)(Half)pixel,
        _ => MathF.Round(pixel, MidpointRounding.ToEven),
    };

    // Statistics are those of what is stored, after rounding, so that a reader that recomputes them agrees.
    private static MrcStatistics Measure(
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

        return new MrcStatistics(minimum, maximum, mean, Math.Sqrt(squares / count));
    }

    /// <summary>Writes grey levels, little-endian.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="pixels">Within <see cref="Range"/>.</param>
    /// <param name="samples">How they are stored.</param>
    internal static void WritePixels(Stream stream, ReadOnlySpan<float> pixels, SampleType samples)
    {
        bool isAsInMemory = samples == SampleType.Floats && BitConverter.IsLittleEndian;
        byte[] buffer = isAsInMemory ? [] : new byte[PieceLength * sizeof(float)];
        for (int done = 0; done < pixels.Length; done += PieceLength)
        {
            ReadOnlySpan<float> piece = pixels.Slice(done, Math.Min(PieceLength, pixels.Length - done));
            if (isAsInMemory)
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
}

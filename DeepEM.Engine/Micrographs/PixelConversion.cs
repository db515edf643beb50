using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepEM.Engine.Micrographs;

/// <summary>Turns the pixels of a file into floats, a vector at a time.</summary>
internal static class PixelConversion
{
    /// <summary>Beyond this a grey level is taken as damage, like NaN.</summary>
    /// <remarks>
    /// The squares of 2^28 such pixels, a camera's largest image, still sum below the largest float; no detector comes
    /// near it.
    /// </remarks>
    public const float LargestGreyLevel = 1e15f;

    private static readonly Vector<float> _halfScale = new(MathF.ScaleB(1, 112));

    /// <summary>Brings pixels into this machine's byte order, in place.</summary>
    /// <param name="pixels">Bytes of whole pixels.</param>
    /// <param name="pixelBytes">Bytes of a pixel: 1, 2 or 4.</param>
    public static void ReverseBytes(Span<byte> pixels, int pixelBytes)
    {
        switch (pixelBytes)
        {
            case sizeof(uint):
                Span<uint> words = MemoryMarshal.Cast<byte, uint>(pixels);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case sizeof(ushort):
                Span<ushort> halves = MemoryMarshal.Cast<byte, ushort>(pixels);
                BinaryPrimitives.ReverseEndianness(halves, halves);
                break;
        }
    }

    /// <summary>Widens pixels.</summary>
    /// <param name="source">Pixels in this machine's byte order; rows of <see cref="SampleType.Nibbles"/> one by one.
    /// </param>
    /// <param name="samples">How they are stored; whole numbers beyond 2^24 are rounded to the nearest float.</param>
    /// <param name="target">Overwritten wholly; its length says how many pixels there are.</param>
    public static void Widen(ReadOnlySpan<byte> source, SampleType samples, Span<float> target)
    {
        switch (samples)
        {
            case SampleType.UnsignedBytes:
                WidenByte(source, target);
                break;
            case SampleType.SignedBytes:
                WidenSByte(MemoryMarshal.Cast<byte, sbyte>(source), target);
                break;
            case SampleType.Shorts:
                WidenInt16(MemoryMarshal.Cast<byte, short>(source), target);
                break;
            case SampleType.UnsignedShorts:
                WidenUInt16(MemoryMarshal.Cast<byte, ushort>(source), target);
                break;
            case SampleType.Integers:
                WidenInt32(MemoryMarshal.Cast<byte, int>(source), target);
                break;
            case SampleType.UnsignedIntegers:
                WidenUInt32(MemoryMarshal.Cast<byte, uint>(source), target);
                break;
            case SampleType.Halves:
                WidenHalf(MemoryMarshal.Cast<byte, ushort>(source), target);
                break;
            case SampleType.Floats:
                source.CopyTo(MemoryMarshal.AsBytes(target));
                break;
            case SampleType.Nibbles:
                WidenNibbles(source, target);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(samples), samples, "Expected samples of a file.");
        }
    }

    /// <summary>Counts pixels that are NaN, infinite or beyond <see cref="LargestGreyLevel"/>.</summary>
    /// <param name="pixels">The pixels.</param>
    /// <returns>How many.</returns>
    public static long CountDamaged(ReadOnlySpan<float> pixels)
    {
        Vector<float> limit = new(LargestGreyLevel);
        Vector<int> goodInLanes = Vector<int>.Zero;
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(pixels);
        foreach (Vector<float> vector in vectors)
        {
            goodInLanes -= Vector.LessThanOrEqual(Vector.Abs(vector), limit);
        }

        long good = Vector.Sum(goodInLanes);
        for (int i = vectors.Length * Vector<float>.Count; i < pixels.Length; i++)
        {
            good += IsDamaged(pixels[i]) ? 0 : 1;
        }

        return pixels.Length - good;
    }

    /// <summary>Whether one pixel is NaN, infinite or beyond <see cref="LargestGreyLevel"/>.</summary>
    /// <param name="pixel">The pixel.</param>
    /// <returns>True when it is.</returns>
    public static bool IsDamaged(float pixel) => !(MathF.Abs(pixel) <= LargestGreyLevel);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WidenByte(ReadOnlySpan<byte> source, Span<float> target)
    {
        int i = 0;
        int step = Vector<float>.Count;
        for (; i <= target.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(source[i..]), out Vector<ushort> low, out Vector<ushort> high);
            Store(low, target[i..]);
            Store(high, target[(i + (2 * step))..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = source[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WidenSByte(ReadOnlySpan<sbyte> source, Span<float> target)
    {
        int i = 0;
        int step = Vector<float>.Count;
        for (; i <= target.Length - Vector<sbyte>.Count; i += Vector<sbyte>.Count)
        {
            Vector.Widen(new Vector<sbyte>(source[i..]), out Vector<short> low, out Vector<short> high);
            Store(low, target[i..]);
            Store(high, target[(i + (2 * step))..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = source[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WidenInt16(ReadOnlySpan<short> source, Span<float> target)
    {
        int i = 0;
        for (; i <= target.Length - Vector<short>.Count; i += Vector<short>.Count)
        {
            Store(new Vector<short>(source[i..]), target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = source[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WidenUInt16(ReadOnlySpan<ushort> source, Span<float> target)
    {
        int i = 0;
        for (; i <= target.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Store(new Vector<ushort>(source[i..]), target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = source[i];
        }
    }

    private static void WidenInt32(ReadOnlySpan<int> source, Span<float> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = source[i];
        }
    }

    private static void WidenUInt32(ReadOnlySpan<uint> source, Span<float> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = source[i];
        }
    }

    private static void WidenHalf(ReadOnlySpan<ushort> source, Span<float> target)
    {
        int i = 0;
        int step = Vector<float>.Count;
        for (; i <= target.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(source[i..]), out Vector<uint> low, out Vector<uint> high);
            HalfToSingle(low).CopyTo(target[i..]);
            HalfToSingle(high).CopyTo(target[(i + step)..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] = (float)BitConverter.UInt16BitsToHalf(source[i]);
        }
    }

    // Exponent and fraction are moved to a float's place, where they stand for the value times 2^-112; multiplying
    // mends that, for subnormal numbers too. Infinity and NaN get the float's full exponent instead.
    private static Vector<float> HalfToSingle(Vector<uint> bits)
    {
        Vector<uint> magnitude = (bits & new Vector<uint>(0x7FFF)) << 13;
        Vector<uint> special = Vector.GreaterThanOrEqual(magnitude, new Vector<uint>(0x7C00u << 13));
        Vector<uint> scaled = (magnitude.As<uint, float>() * _halfScale).As<float, uint>();
        Vector<uint> sign = (bits & new Vector<uint>(0x8000)) << 16;
        return (scaled | (special & new Vector<uint>(0x7F800000)) | sign).As<uint, float>();
    }

    private static void WidenNibbles(ReadOnlySpan<byte> source, Span<float> target)
    {
        int pairs = target.Length / 2;
        for (int i = 0; i < pairs; i++)
        {
            target[2 * i] = source[i] & 15;
            target[(2 * i) + 1] = source[i] >> 4;
        }

        if ((target.Length & 1) != 0)
        {
            target[^1] = source[pairs] & 15;
        }
    }

    private static void Store(Vector<ushort> values, Span<float> target)
    {
        Vector.Widen(values, out Vector<uint> low, out Vector<uint> high);
        Vector.ConvertToSingle(low.As<uint, int>()).CopyTo(target);
        Vector.ConvertToSingle(high.As<uint, int>()).CopyTo(target[Vector<float>.Count..]);
    }

    private static void Store(Vector<short> values, Span<float> target)
    {
        Vector.Widen(values, out Vector<int> low, out Vector<int> high);
        Vector.ConvertToSingle(low).CopyTo(target);
        Vector.ConvertToSingle(high).CopyTo(target[Vector<float>.Count..]);
    }
}

using System.Buffers.Binary;
using System.Numerics;
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
    /// <param name="source">Pixels in this machine's byte order; rows of <see cref="MrcMode.Nibbles"/> one by one.
    /// </param>
    /// <param name="mode">How they are stored; not <see cref="MrcMode.Floats"/>, which needs no widening.</param>
    /// <param name="isUnsigned">Whether bytes run from 0 to 255.</param>
    /// <param name="target">Overwritten wholly; its length says how many pixels there are.</param>
    public static void Widen(ReadOnlySpan<byte> source, MrcMode mode, bool isUnsigned, Span<float> target)
    {
        switch (mode)
        {
            case MrcMode.Bytes when isUnsigned:
                WidenByte(source, target);
                break;
            case MrcMode.Bytes:
                WidenSByte(MemoryMarshal.Cast<byte, sbyte>(source), target);
                break;
            case MrcMode.Shorts:
                WidenInt16(MemoryMarshal.Cast<byte, short>(source), target);
                break;
            case MrcMode.UnsignedShorts:
                WidenUInt16(MemoryMarshal.Cast<byte, ushort>(source), target);
                break;
            case MrcMode.Halves:
                WidenHalf(MemoryMarshal.Cast<byte, ushort>(source), target);
                break;
            case MrcMode.Nibbles:
                WidenNibbles(source, target);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(mode), mode, "Expected a mode that has to be widened.");
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

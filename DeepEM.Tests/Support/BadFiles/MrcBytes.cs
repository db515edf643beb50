using System.Buffers.Binary;

namespace DeepEM.Tests.Support.BadFiles;

/// <summary>Builds MRC files byte by byte, right ones and wrong ones, without the product's writer.</summary>
internal sealed class MrcBytes
{
    public const int Nx = 96;
    public const int Ny = 64;

    public int Width { get; init; } = Nx;

    public int Height { get; init; } = Ny;

    public int Sections { get; init; } = 1;

    public int Mode { get; init; } = 2;

    public (int X, int Y, int Z)? Samples { get; init; }

    public (float X, float Y, float Z)? Cell { get; init; }

    public string Map { get; init; } = "MAP ";

    public (byte First, byte Second) Stamp { get; init; } = (0x44, 0x44);

    public (int Column, int Row, int Section) Axes { get; init; } = (1, 2, 3);

    public int? ClaimedExtendedBytes { get; init; }

    public int ExtendedBytes { get; init; }

    public (float Minimum, float Maximum, float Mean) Statistics { get; init; } = (-40, 40, 0);

    public int? ImodFlags { get; init; }

    public int Labels { get; init; }

    public bool IsBigEndian { get; init; }

    /// <summary>A test image of the default extents: distinct, asymmetric, with fractions that a float16 can hold.
    /// </summary>
    public static float[] Image()
    {
        float[] pixels = new float[Nx * Ny];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (((i * 37) + (i / Nx * 11)) % 251) - 100.5f;
        }

        return pixels;
    }

    public static byte[] Floats(ReadOnlySpan<float> pixels, bool isBigEndian = false)
    {
        byte[] bytes = new byte[pixels.Length * 4];
        for (int i = 0; i < pixels.Length; i++)
        {
            int bits = BitConverter.SingleToInt32Bits(pixels[i]);
            PutInt32(bytes, 4 * i, bits, isBigEndian);
        }

        return bytes;
    }

    public static byte[] Words(IEnumerable<int> values, bool isBigEndian = false) =>
        [.. values.SelectMany(value => isBigEndian
            ? new[] { (byte)(value >> 8), (byte)value }
            : new[] { (byte)value, (byte)(value >> 8) })];

    public byte[] Header()
    {
        byte[] header = new byte[1024];
        (int X, int Y, int Z) samples = Samples ?? (Width, Height, Sections);
        (float X, float Y, float Z) cell = Cell ?? (Width * 1.5f, Height * 1.5f, Sections * 1.5f);
        Put(header, 0, Width, Height, Sections, Mode);
        Put(header, 28, samples.X, samples.Y, samples.Z);
        PutFloats(header, 40, cell.X, cell.Y, cell.Z, 90, 90, 90);
        Put(header, 64, Axes.Column, Axes.Row, Axes.Section);
        PutFloats(header, 76, Statistics.Minimum, Statistics.Maximum, Statistics.Mean);
        Put(header, 92, ClaimedExtendedBytes ?? ExtendedBytes);
        Put(header, 108, 20141);
        if (ImodFlags is int flags)
        {
            Put(header, 152, 1146047817, flags);
        }

        for (int i = 0; i < 4; i++)
        {
            header[208 + i] = (byte)Map[i];
        }

        (header[212], header[213]) = Stamp;
        Put(header, 220, Labels);
        return header;
    }

    public byte[] With(params byte[][] data) =>
        [.. Header(), .. Enumerable.Repeat((byte)0x7F, ExtendedBytes), .. data.SelectMany(part => part)];

    public byte[] WithImage() => With(Floats(Image(), IsBigEndian));

    private static void PutInt32(byte[] bytes, int offset, int value, bool isBigEndian)
    {
        if (isBigEndian)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(offset), value);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), value);
        }
    }

    private void Put(byte[] header, int offset, params int[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            PutInt32(header, offset + (4 * i), values[i], IsBigEndian);
        }
    }

    private void PutFloats(byte[] header, int offset, params float[] values) =>
        Put(header, offset, [.. values.Select(BitConverter.SingleToInt32Bits)]);
}

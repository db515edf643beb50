using System.Buffers.Binary;
using System.Text;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>What a user may want to know of a micrograph that was picked, for <c>picks.csv</c>.</summary>
/// <param name="PixelSizeAngstrom">Pixel size that it was picked with, angstrom.</param>
/// <param name="MeanScore">Mean figure of merit of its picks; not a number where there are none.</param>
/// <param name="MaskedShare">Share of it where nothing was picked, 0 to 1.</param>
/// <param name="Seconds">How long picking took, without reading and writing.</param>
/// <param name="Warnings">What was odd about it, one line; empty where nothing was.</param>
internal readonly record struct PickingFigures(
    double PixelSizeAngstrom, float MeanScore, float MaskedShare, float Seconds, string Warnings)
{
    private const int FixedLength = sizeof(double) + (3 * sizeof(float)) + sizeof(int);

    /// <summary>Length in bytes as it is kept.</summary>
    public int Length => FixedLength + Encoding.UTF8.GetByteCount(Warnings);

    /// <summary>Writes it: pixel size (float64), mean score, masked share, seconds (float32 each), length of the
    /// warnings (int32), warnings (UTF-8); all little-endian.</summary>
    /// <param name="target"><see cref="Length"/> bytes.</param>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(target, PixelSizeAngstrom);
        BinaryPrimitives.WriteSingleLittleEndian(target[8..], MeanScore);
        BinaryPrimitives.WriteSingleLittleEndian(target[12..], MaskedShare);
        BinaryPrimitives.WriteSingleLittleEndian(target[16..], Seconds);
        BinaryPrimitives.WriteInt32LittleEndian(target[20..], Length - FixedLength);
        Encoding.UTF8.GetBytes(Warnings, target[FixedLength..]);
    }

    /// <summary>How many bytes of what follows are figures.</summary>
    /// <param name="source">Bytes that begin with figures.</param>
    /// <returns>The length; -1 where these are none.</returns>
    public static int LengthIn(ReadOnlySpan<byte> source)
    {
        int text = source.Length < FixedLength ? -1 : BinaryPrimitives.ReadInt32LittleEndian(source[20..]);
        return text >= 0 && text <= source.Length - FixedLength ? FixedLength + text : -1;
    }

    /// <summary>Reads them.</summary>
    /// <param name="source">Bytes that begin with figures.</param>
    public static PickingFigures Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadDoubleLittleEndian(source),
        BinaryPrimitives.ReadSingleLittleEndian(source[8..]),
        BinaryPrimitives.ReadSingleLittleEndian(source[12..]),
        BinaryPrimitives.ReadSingleLittleEndian(source[16..]),
        Encoding.UTF8.GetString(source[FixedLength..LengthIn(source)]));
}

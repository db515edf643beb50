using System.Buffers.Binary;

namespace DeepEM.Engine.Micrographs.Png;

/// <summary>Turns a row of a PNG's pixels into grey levels, which stay what they are: 0 to 255 or 0 to 65535.
/// </summary>
/// <param name="header">What the pixels are.</param>
/// <param name="palette">Red, green and blue of each colour of the palette; empty where there is none.</param>
internal sealed class PngGrey(PngHeader header, byte[] palette)
{
    private readonly float[] _levels = [.. palette.Chunk(3).Select(c => Luminance.Of(c[0], c[1], c[2]))];

    /// <summary>Whether some colour of the palette is not grey.</summary>
    public bool HasColours => palette.Chunk(3).Any(c => c[0] != c[1] || c[1] != c[2]);

    /// <summary>Converts pixels.</summary>
    /// <param name="row">The pixels of a row.</param>
    /// <param name="target">Overwritten wholly; its length says how many pixels there are.</param>
    /// <returns>False when a pixel is of a colour that the palette does not have.</returns>
    public bool Convert(ReadOnlySpan<byte> row, Span<float> target)
    {
        switch (header.Colour)
        {
            case PngColour.Palette:
                return ConvertIndices(row, target);
            case PngColour.Rgb or PngColour.RgbAlpha:
                for (int i = 0; i < target.Length; i++)
                {
                    int first = i * header.Samples;
                    target[i] = Luminance.Of(Sample(row, first), Sample(row, first + 1), Sample(row, first + 2));
                }

                return true;
            default:
                for (int i = 0; i < target.Length; i++)
                {
                    target[i] = Sample(row, i * header.Samples);
                }

                return true;
        }
    }

    private bool ConvertIndices(ReadOnlySpan<byte> row, Span<float> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            int index = Sample(row, i);
            if (index >= _levels.Length)
            {
                return false;
            }

            target[i] = _levels[index];
        }

        return true;
    }

    // Samples of less than a byte begin at its high end.
    private int Sample(ReadOnlySpan<byte> row, int index)
    {
        switch (header.Depth)
        {
            case 8:
                return row[index];
            case 16:
                return BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]);
            default:
                int perByte = 8 / header.Depth;
                int shift = 8 - (header.Depth * ((index % perByte) + 1));
                return (row[index / perByte] >> shift) & ((1 << header.Depth) - 1);
        }
    }
}

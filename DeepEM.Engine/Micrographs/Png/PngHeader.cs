using DeepEM.Engine.Foundation;

namespace DeepEM.Engine.Micrographs.Png;

/// <summary>What the IHDR chunk of a PNG says, checked.</summary>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Depth">Bits of a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="Colour">What a pixel's samples are.</param>
/// <param name="IsInterlaced">Whether it is stored in the seven passes of Adam7.</param>
internal readonly record struct PngHeader(int Width, int Height, int Depth, PngColour Colour, bool IsInterlaced)
{
    /// <summary>Samples of a pixel.</summary>
    public int Samples => Colour switch
    {
        PngColour.Rgb => 3,
        PngColour.GreyAlpha => 2,
        PngColour.RgbAlpha => 4,
        _ => 1,
    };

    /// <summary>Bits of a pixel.</summary>
    public int PixelBits => Samples * Depth;

    /// <summary>Bytes of a number of pixels in a row, without the byte that names the filter.</summary>
    /// <param name="columns">How many.</param>
    public long RowBytes(int columns) => (((long)columns * PixelBits) + 7) / 8;

    /// <summary>Checks the numbers of the chunk.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="width">As it stands there.</param>
    /// <param name="height">As it stands there.</param>
    /// <param name="rest">Depth, colour type, compression, filter and interlacing.</param>
    /// <exception cref="InvalidFileException">They are none that PNG has, or no image can be as large.</exception>
    public static PngHeader Check(string path, uint width, uint height, ReadOnlySpan<byte> rest)
    {
        (int depth, int colour, int compression, int filter, int interlacing) =
            (rest[0], rest[1], rest[2], rest[3], rest[4]);
        string? wrong = (colour, depth) switch
        {
            _ when width is 0 or > int.MaxValue || height is 0 or > int.MaxValue
                || (long)width * height > Array.MaxLength =>
                $"{width} x {height} pixels, expected 1 to {Array.MaxLength} in all",
            (0, 1 or 2 or 4 or 8 or 16) or (3, 1 or 2 or 4 or 8) or (2 or 4 or 6, 8 or 16) => null,
            _ => $"colour type {colour} with {depth} bits, which PNG does not have",
        };
        if (wrong is null && (compression != 0 || filter != 0 || interlacing > 1))
        {
            wrong = $"compression {compression}, filter {filter}, interlacing {interlacing}, expected 0, 0, 0 or 1";
        }

        return wrong is null
            ? new PngHeader((int)width, (int)height, depth, (PngColour)colour, interlacing == 1)
            : throw new InvalidFileException(path, $"its IHDR has {wrong}");
    }
}

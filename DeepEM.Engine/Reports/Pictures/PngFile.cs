using SkiaSharp;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>Turns drawings into PNG files.</summary>
internal static class PngFile
{
    // zlib's level 6: level 9 takes three times as long for two per cent.
    private const int CompressionLevel = 6;

    /// <summary>Encodes what was drawn.</summary>
    /// <param name="surface">The drawing.</param>
    /// <returns>The bytes of the file.</returns>
    public static byte[] Encode(SKSurface surface)
    {
        using SKImage image = surface.Snapshot();
        using SKPixmap pixels = image.PeekPixels();
        return Encode(pixels);
    }

    /// <summary>Encodes an image.</summary>
    /// <param name="pixels">The image.</param>
    /// <returns>The bytes of the file.</returns>
    public static byte[] Encode(SKPixmap pixels)
    {
        using SKData data = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, CompressionLevel))
            ?? throw new InvalidOperationException("The picture cannot be encoded.");
        return data.ToArray();
    }
}

using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Reports.Pictures;
using SkiaSharp;

namespace DeepEM.Engine.Reports.Html;

/// <summary>A micrograph made small for a page, with what is masked shaded in red; picks are drawn by the page.
/// </summary>
public static class MicrographThumbnail
{
    /// <summary>Longer side of a thumbnail, pixels.</summary>
    public const int Side = 512;

    // Noise costs nearly all of the bytes: at 65 the largest thumbnails have about 45 kB, and rings hide the loss.
    private const int Quality = 65;
    private const double ClippedFraction = 0.003;

    /// <summary>Draws a thumbnail.</summary>
    /// <param name="micrograph">The micrograph as the network sees it, which is smooth enough and free of gradients;
    /// it covers the whole of the original.</param>
    /// <returns>A JPEG file of at most <see cref="Side"/> pixels a side; the same for the same micrograph.</returns>
    public static byte[] Draw(PreparedMicrograph micrograph)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        int longer = Math.Max(micrograph.OriginalHeight, micrograph.OriginalWidth);
        double scale = Math.Min(1 / micrograph.Binning, (double)Side / longer);
        int width = Math.Max(1, (int)Math.Round(scale * micrograph.OriginalWidth));
        int height = Math.Max(1, (int)Math.Round(scale * micrograph.OriginalHeight));
        int block = Math.Max(1, (int)(1 / (scale * micrograph.Binning)));
        GreyImage small = new GreyImage(micrograph.Height, micrograph.Width, micrograph.Pixels).Binned(block);
        double pixel = scale * micrograph.Binning * block;
        using SKBitmap bitmap = ToBitmap(small, micrograph.Mask, block * micrograph.Binning);
        using SKImage image = SKImage.FromBitmap(bitmap);
        using SKSurface surface = SKSurface.Create(
            new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        // What is left over by binning would be black.
        surface.Canvas.Clear(SKColors.Gray);
        surface.Canvas.DrawImage(
            image,
            new SKRect(0, 0, (float)(pixel * small.Width), (float)(pixel * small.Height)),
            new SKSamplingOptions(SKFilterMode.Linear));
        using SKImage drawn = surface.Snapshot();
        using SKData data = drawn.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return data.ToArray();
    }

    private static SKBitmap ToBitmap(GreyImage image, MicrographMask? mask, double pixel)
    {
        byte[] grey = image.ToBytes(ClippedFraction);
        var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Span<byte> target = bitmap.GetPixelSpan();
        for (int i = 0; i < grey.Length; i++)
        {
            Particle place = new(Centre(i % image.Width), Centre(i / image.Width), 0);
            SKColor colour = mask is not null && mask.Covers(place)
                ? PictureColors.Masked(grey[i])
                : new SKColor(grey[i], grey[i], grey[i]);
            target[4 * i] = colour.Red;
            target[(4 * i) + 1] = colour.Green;
            target[(4 * i) + 2] = colour.Blue;
            target[(4 * i) + 3] = byte.MaxValue;
        }

        return bitmap;

        // Where pixel 0 of the original has its centre at 0.
        double Centre(int place) => ((place + 0.5) * pixel) - 0.5;
    }
}

using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;
using SkiaSharp;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>Draws a micrograph with circles around particles, and below it a caption with scale bar and diameter.
/// </summary>
/// <remarks>
/// Pixel (x, y) of the original micrograph has its centre at (x + ½, y + ½) times the picture's scale. The same input
/// gives the same bytes.
/// </remarks>
public static class MicrographPicture
{
    // Smaller micrographs are enlarged by whole numbers, so that circles and letters have room.
    private const int MinimumSide = 640;

    // Grains far below the particle's size only hide it: the low-pass, in diameters.
    private const double BlurInDiameters = 1.0 / 40;

    /// <summary>Draws a picture.</summary>
    /// <param name="micrograph">What to draw.</param>
    /// <param name="marks">Circles, later ones on top.</param>
    /// <param name="settings">How to draw it.</param>
    /// <returns>A PNG file.</returns>
    /// <exception cref="ArgumentException">The mask has another size, or a setting is out of range.</exception>
    public static byte[] Draw(
        Micrograph micrograph, IReadOnlyList<PictureMark> marks, MicrographPictureSettings settings)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        ArgumentNullException.ThrowIfNull(marks);
        ArgumentNullException.ThrowIfNull(settings);
        Check(micrograph, settings);

        int side = Math.Max(micrograph.Height, micrograph.Width);
        int block = (side + settings.MaximumSide - 1) / settings.MaximumSide;
        GreyImage small = new GreyImage(micrograph.Height, micrograph.Width, micrograph.Pixels)
            .Binned(block)
            .Blurred(BlurInDiameters * settings.DiameterPixels / block);
        int enlarged = Math.Max(1, MinimumSide / Math.Max(small.Height, small.Width));
        int height = small.Height * enlarged;
        int width = small.Width * enlarged;
        double? masked = settings.Mask is null ? null : Masked(settings.Mask) / (double)settings.Mask.Count;
        double scale = (double)enlarged / block;
        var bar = ScaleBar.Choose(micrograph.Width, settings.PixelSizeAngstrom);
        var footer = new PictureFooter(settings, marks, masked, bar, scale, width);

        using var surface = SKSurface.Create(
            new SKImageInfo(width, height + footer.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        SKCanvas canvas = surface.Canvas;
        canvas.Clear(PictureColors.Footer);
        using (SKBitmap bitmap = ToBitmap(small, block, micrograph.Width, settings))
        using (SKImage image = SKImage.FromBitmap(bitmap))
        {
            canvas.DrawImage(image, new SKRect(0, 0, width, height), new SKSamplingOptions(SKFilterMode.Nearest));
        }

        canvas.Save();
        canvas.ClipRect(Specimen(micrograph, scale));
        DrawMarks(canvas, marks, settings.DiameterPixels, scale, footer);
        canvas.Restore();
        footer.Draw(canvas, height);
        return PngFile.Encode(surface);
    }

    // An interface call for each pixel would take longer than all the rest.
    private static int Masked(IReadOnlyList<bool> mask) =>
        mask is bool[] pixels ? pixels.AsSpan().Count(true) : mask.Count(isMasked => isMasked);

    private static void Check(Micrograph micrograph, MicrographPictureSettings settings)
    {
        if (!(settings.DiameterPixels >= 0 && double.IsFinite(settings.DiameterPixels)))
        {
            throw new ArgumentException("The circles' diameter must be 0 or more pixels.", nameof(settings));
        }

        if (settings.PixelSizeAngstrom is double pixelSize && !(pixelSize > 0 && double.IsFinite(pixelSize)))
        {
            throw new ArgumentException("The pixel size must be positive.", nameof(settings));
        }

        if (settings.MaximumSide < 16 || settings.ClippedFraction is not (>= 0 and < 0.5))
        {
            throw new ArgumentException("Side at least 16 pixels, clipped fraction of [0, 0.5).", nameof(settings));
        }

        if (settings.Mask is not null && settings.Mask.Count != micrograph.Pixels.Length)
        {
            throw new ArgumentException(
                $"The mask has {settings.Mask.Count} values, the micrograph {micrograph.Pixels.Length}.",
                nameof(settings));
        }
    }

    private static SKBitmap ToBitmap(GreyImage image, int block, int originalWidth, MicrographPictureSettings settings)
    {
        byte[] grey = image.ToBytes(settings.ClippedFraction);
        var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Span<byte> target = bitmap.GetPixelSpan();
        for (int i = 0; i < grey.Length; i++)
        {
            int original = (i / image.Width * block * originalWidth) + (i % image.Width * block);
            bool isMasked = settings.Mask is not null && settings.Mask[original];
            SKColor colour = isMasked ? PictureColors.Masked(grey[i]) : new SKColor(grey[i], grey[i], grey[i]);
            target[4 * i] = colour.Red;
            target[(4 * i) + 1] = colour.Green;
            target[(4 * i) + 2] = colour.Blue;
            target[(4 * i) + 3] = byte.MaxValue;
        }

        return bitmap;
    }

    private static void DrawMarks(
        SKCanvas canvas, IReadOnlyList<PictureMark> marks, double diameter, double scale, PictureFooter footer)
    {
        if (diameter == 0)
        {
            return;
        }

        using var painter = new MarkPainter(footer.LineWidth, footer.LowestMerit, footer.HighestMerit);
        foreach (PictureMark mark in marks)
        {
            float x = (float)((mark.Particle.X + 0.5) * scale);
            float y = (float)((mark.Particle.Y + 0.5) * scale);
            painter.Draw(canvas, mark.Kind, mark.Particle.FigureOfMerit, x, y, (float)(0.5 * diameter * scale));
        }
    }

    // Rings that reach into a padded border would look like particles there.
    private static SKRect Specimen(Micrograph micrograph, double scale)
    {
        var border = PaddedBorder.Of(micrograph);
        return new SKRect(
            (float)(border.Left * scale),
            (float)(border.Top * scale),
            (float)((micrograph.Width - border.Right) * scale),
            (float)((micrograph.Height - border.Bottom) * scale));
    }
}

using SkiaSharp;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>Puts pictures onto one sheet, row by row.</summary>
internal static class ContactSheet
{
    private const int Gap = 12;

    /// <summary>Draws the sheet: about as wide as it is high, each row as high as its highest picture.</summary>
    /// <param name="pictures">PNG files, at least one.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Draw(IReadOnlyList<byte[]> pictures)
    {
        SKImage[] images = [.. pictures.Select(picture => SKImage.FromEncodedData(picture))];
        try
        {
            int columns = (int)Math.Ceiling(Math.Sqrt(images.Length));
            int width = images.Max(image => image.Width);
            SKImage[][] rows = [.. images.Chunk(columns)];
            int height = rows.Sum(row => Highest(row) + Gap) + Gap;
            using var surface = SKSurface.Create(new SKImageInfo(
                (columns * (width + Gap)) + Gap, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
            surface.Canvas.Clear(SKColors.White);
            int top = Gap;
            foreach (SKImage[] row in rows)
            {
                for (int column = 0; column < row.Length; column++)
                {
                    surface.Canvas.DrawImage(
                        row[column], Gap + (column * (width + Gap)), top, SKSamplingOptions.Default);
                }

                top += Highest(row) + Gap;
            }

            return PngFile.Encode(surface);
        }
        finally
        {
            foreach (SKImage image in images)
            {
                image.Dispose();
            }
        }
    }

    private static int Highest(SKImage[] row) => row.Max(image => image.Height);
}

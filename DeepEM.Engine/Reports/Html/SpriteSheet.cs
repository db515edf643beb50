using DeepEM.Engine.Reports.Pictures;
using SkiaSharp;

namespace DeepEM.Engine.Reports.Html;

/// <summary>Many small square images on one sheet, each twice: on one grey scale for all, and on a scale of its own.
/// </summary>
/// <remarks>A page holds the sheet once, and shows a part of it wherever one of the images is wanted.</remarks>
internal sealed class SpriteSheet
{
    // Pixels at the rim are repeated, so that enlarged images do not mix with their neighbours.
    private const int Rim = 1;
    private const int Columns = 16;

    // Few pixels may be black or white, so that one bright speck does not make all else grey.
    private const double Clipped = 0.002;

    private readonly int _side;

    private SpriteSheet(byte[] png, int side, int width, int height) =>
        (Png, _side, Width, Height) = (png, side, width, height);

    /// <summary>The sheet, a PNG file.</summary>
    public byte[] Png { get; }

    /// <summary>Columns of the sheet.</summary>
    public int Width { get; }

    /// <summary>Rows of the sheet.</summary>
    public int Height { get; }

    /// <summary>Draws a sheet.</summary>
    /// <param name="images">Side·Side grey levels each, row by row; what is not finite is drawn as 0.</param>
    /// <param name="side">Rows and columns of an image.</param>
    /// <param name="radius">Grey scales are chosen by what lies nearer than this to the centre, pixels; 0 for all.
    /// </param>
    /// <returns>The sheet; null where there are no images.</returns>
    /// <exception cref="ArgumentException">An image has another size.</exception>
    public static SpriteSheet? Draw(IReadOnlyList<float[]> images, int side, double radius)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count == 0)
        {
            return null;
        }

        if (images.FirstOrDefault(image => image.Length != side * side) is { } other)
        {
            throw new ArgumentException($"An image has {other.Length} pixels, expected {side}·{side}.", nameof(images));
        }

        int cell = side + (2 * Rim);
        int width = Math.Min(Columns, 2 * images.Count) * cell;
        int height = ((2 * images.Count) + Columns - 1) / Columns * cell;
        byte[] sheet = new byte[width * height];
        (float low, float high) common = Ends([.. images.SelectMany(image => Inside(image, side, radius))]);
        foreach ((int number, float[] image) in images.Index())
        {
            Put(sheet, width, image, side, 2 * number, common);
            Put(sheet, width, image, side, (2 * number) + 1, Ends([.. Inside(image, side, radius)]));
        }

        return new SpriteSheet(Encode(sheet, width, height), side, width, height);
    }

    /// <summary>Where an image lies on the sheet.</summary>
    /// <param name="image">Its number, from 0.</param>
    /// <param name="isOwnScale">Whether the one on its own grey scale is wanted.</param>
    /// <returns>Left, top, width and height, as the view box of a drawing has them.</returns>
    public string ViewBox(int image, bool isOwnScale)
    {
        int place = (2 * image) + (isOwnScale ? 1 : 0);
        int cell = _side + (2 * Rim);
        return FormattableString.Invariant(
            $"{(place % Columns * cell) + Rim} {(place / Columns * cell) + Rim} {_side} {_side}");
    }

    private static IEnumerable<float> Inside(float[] image, int side, double radius)
    {
        double centre = (side - 1) / 2.0;
        return image.Where((_, i) => radius <= 0
                || Math.Pow((i % side) - centre, 2) + Math.Pow((i / side) - centre, 2) <= radius * radius)
            .Select(Finite);
    }

    private static (float Low, float High) Ends(float[] levels)
    {
        Array.Sort(levels);
        int cut = (int)(Clipped * levels.Length);
        return levels.Length == 0 ? (0, 1) : (levels[cut], levels[^(cut + 1)]);
    }

    private static void Put(byte[] sheet, int width, float[] image, int side, int place, (float Low, float High) scale)
    {
        int cell = side + (2 * Rim);
        int left = place % Columns * cell;
        int top = place / Columns * cell;
        for (int y = 0; y < cell; y++)
        {
            int row = Math.Clamp(y - Rim, 0, side - 1) * side;
            for (int x = 0; x < cell; x++)
            {
                float level = Finite(image[row + Math.Clamp(x - Rim, 0, side - 1)]);
                sheet[((top + y) * width) + left + x] = scale.High > scale.Low
                    ? (byte)Math.Clamp(MathF.Round(255 * (level - scale.Low) / (scale.High - scale.Low)), 0, 255)
                    : (byte)128;
            }
        }
    }

    private static byte[] Encode(byte[] sheet, int width, int height)
    {
        using SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
        Span<byte> target = bitmap.GetPixelSpan();
        for (int y = 0; y < height; y++)
        {
            sheet.AsSpan(y * width, width).CopyTo(target[(y * bitmap.RowBytes)..]);
        }

        using SKPixmap pixels = bitmap.PeekPixels();
        return PngFile.Encode(pixels);
    }

    private static float Finite(float level) => float.IsFinite(level) ? level : 0;
}

using System.Globalization;

namespace DeepEM.Engine.Reports.Pictures;

/// <summary>A round length and how to write it.</summary>
/// <param name="Length">Length in pixels of the micrograph.</param>
/// <param name="Text">The length with its unit.</param>
internal readonly record struct ScaleBar(double Length, string Text)
{
    // The bar takes at most this part of the micrograph's width.
    private const double LargestPart = 0.22;

    /// <summary>Chooses the longest of 1, 2, 5, 10, 20, ... that fits.</summary>
    /// <param name="width">Columns of the micrograph.</param>
    /// <param name="pixelSizeAngstrom">Angstrom per pixel, or null when it is not known.</param>
    /// <returns>A length in angstrom, or in pixels.</returns>
    public static ScaleBar Choose(int width, double? pixelSizeAngstrom)
    {
        double pixelSize = pixelSizeAngstrom ?? 1;
        double limit = LargestPart * width * pixelSize;
        double decade = Math.Pow(10, Math.Floor(Math.Log10(limit)));
        double length = decade * (limit >= 5 * decade ? 5 : limit >= 2 * decade ? 2 : 1);
        return new ScaleBar(length / pixelSize, string.Create(
            CultureInfo.InvariantCulture, $"{length:0.####} {(pixelSizeAngstrom is null ? "px" : "Å")}"));
    }
}

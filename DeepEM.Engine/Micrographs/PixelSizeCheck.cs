using System.Globalization;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Micrographs;

/// <summary>Says of a pixel size what contradicts it.</summary>
/// <remarks>A wrong pixel size turns every length into another one: nothing fails, and nothing is found.</remarks>
public static class PixelSizeCheck
{
    // Pixel sizes are known better than this; two calibrations of one microscope agree to 2 %.
    private const double Tolerance = 0.05;

    // What programs write that know no pixel size.
    private const double Placeholder = 1;

    // Particles of fewer pixels show nothing, and of a particle of more than this share of an image there is none.
    private const double FewestPixels = 8;
    private const double LargestShare = 0.25;

    /// <summary>Holds the pixel size that is used against that of the header.</summary>
    /// <param name="path">The micrograph.</param>
    /// <param name="used">Angstrom per pixel that is used.</param>
    /// <param name="header">Angstrom per pixel as the file says; null where it does not.</param>
    /// <returns>A warning; null where they agree, or the header knows none.</returns>
    public static Notice? AgainstHeader(string path, double used, double? header) =>
        header is not { } own || own == Placeholder || Math.Abs((used / own) - 1) <= Tolerance
            ? null
            : Doubt(path, string.Create(
                CultureInfo.InvariantCulture,
                $"the pixel size is said to be {used:G4} A, its header says {own:G4} A"));

    /// <summary>Says whether a pixel size out of a header seems to be a placeholder.</summary>
    /// <param name="path">The micrograph.</param>
    /// <param name="header">Angstrom per pixel as the file says, which is used; null where it does not say.</param>
    /// <param name="shorterSide">Pixels of the micrograph's shorter side.</param>
    /// <param name="diameterAngstrom">Particle diameter, angstrom.</param>
    /// <param name="modelPixelSize">Angstrom per pixel of the micrographs a model learnt on; null for none.</param>
    /// <returns>A warning; null where nothing contradicts it.</returns>
    public static Notice? OfPlaceholder(
        string path, double? header, int shorterSide, double diameterAngstrom, double? modelPixelSize)
    {
        if (header is not Placeholder)
        {
            return null;
        }

        if (modelPixelSize is { } learnt)
        {
            return Math.Abs((learnt / Placeholder) - 1) <= Tolerance ? null : Doubt(path, string.Create(
                CultureInfo.InvariantCulture,
                $"its header says 1.0 A per pixel, often a placeholder; the model was trained at {learnt:G4} A"));
        }

        double pixels = diameterAngstrom / Placeholder;
        return pixels >= FewestPixels && pixels <= LargestShare * shorterSide
            ? null
            : Doubt(path, string.Create(
                CultureInfo.InvariantCulture,
                $"its header says 1.0 A per pixel, often a placeholder; a particle of {diameterAngstrom:G4} A would "
                + $"have {pixels:F0} of the {shorterSide} pixels of its shorter side"));
    }

    private static Notice Doubt(string path, string text) =>
        Notice.Warning(path, NoticeCode.PixelSizeDoubtful, text);
}

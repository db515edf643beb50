using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Micrographs;

/// <summary>One motion-corrected image.</summary>
/// <param name="Path">The file it was read from.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Pixels">Height·Width grey levels, row by row, the first row of an MRC file first; all finite.</param>
/// <param name="PixelSizeAngstrom">Angstrom per pixel as the file says, or null when it does not say.</param>
/// <param name="Warnings">What was odd about the file but could be read, each a notice.</param>
public sealed record Micrograph(
    string Path,
    int Height,
    int Width,
    float[] Pixels,
    double? PixelSizeAngstrom,
    IReadOnlyList<Notice> Warnings);

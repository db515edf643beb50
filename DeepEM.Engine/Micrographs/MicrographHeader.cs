using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Micrographs;

/// <summary>What can be known of a micrograph without reading its pixels.</summary>
/// <param name="Path">The file.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Sections">Images in the file; 1 for a micrograph.</param>
/// <param name="PixelSizeAngstrom">Angstrom per pixel as the file says, or null when it does not say.</param>
/// <param name="Warnings">What was odd, each a notice.</param>
public sealed record MicrographHeader(
    string Path,
    int Height,
    int Width,
    int Sections,
    double? PixelSizeAngstrom,
    IReadOnlyList<Notice> Warnings);

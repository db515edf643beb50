namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>A micrograph as the network sees it: binned, flattened and normalised, or raw.</summary>
/// <param name="Name">Which micrograph this is, for messages and for matching picks.</param>
/// <param name="Pixels">Height·Width values, row by row.</param>
/// <param name="Height">Rows, in binned pixels.</param>
/// <param name="Width">Columns, in binned pixels.</param>
/// <param name="Binning">Original pixels per pixel of this image, along each side; need not be whole.</param>
/// <param name="OriginalHeight">Rows of the original micrograph.</param>
/// <param name="OriginalWidth">Columns of the original micrograph.</param>
public sealed record PreparedMicrograph(
    string Name,
    float[] Pixels,
    int Height,
    int Width,
    double Binning,
    int OriginalHeight,
    int OriginalWidth)
{
    /// <summary>Where on it not to pick, or null where everything is picked.</summary>
    public MicrographMask? Mask { get; init; }

    /// <summary>A micrograph for networks that see the grey levels as they were read.</summary>
    /// <param name="micrograph">The micrograph; its pixels are not copied.</param>
    public static PreparedMicrograph Raw(BinnedMicrograph micrograph)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        return new PreparedMicrograph(
            micrograph.Path,
            micrograph.Pixels,
            micrograph.BinnedHeight,
            micrograph.BinnedWidth,
            micrograph.Binning,
            micrograph.Height,
            micrograph.Width);
    }

    /// <summary>The image with dark and bright exchanged.</summary>
    /// <returns>All grey levels negated, in newly allocated memory; the mask stays.</returns>
    public PreparedMicrograph Inverted() => this with { Pixels = Array.ConvertAll(Pixels, static pixel => -pixel) };
}

using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>What picking needs of a micrograph: its binned pixels, and what only the full ones tell.</summary>
/// <param name="Path">The file it was read from.</param>
/// <param name="Pixels">Grey levels averaged over blocks, row by row; ⌈Height/Binning⌉·⌈Width/Binning⌉ values.</param>
/// <param name="Height">Rows of the original micrograph.</param>
/// <param name="Width">Columns of the original micrograph.</param>
/// <param name="Binning">Side of the blocks; those at the right and bottom may be smaller.</param>
/// <param name="Border">How far its sides are padded, original pixels.</param>
public sealed record BinnedMicrograph(
    string Path, float[] Pixels, int Height, int Width, int Binning, PaddedBorder Border)
{
    /// <summary>What was odd about the file but could be read, each a notice.</summary>
    public IReadOnlyList<Notice> Warnings { get; init; } = [];

    /// <summary>Rows of blocks.</summary>
    public int BinnedHeight => (Height + Binning - 1) / Binning;

    /// <summary>Columns of blocks.</summary>
    public int BinnedWidth => (Width + Binning - 1) / Binning;
}

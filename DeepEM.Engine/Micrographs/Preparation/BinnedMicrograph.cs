using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>A micrograph as it is read for picking: binned while it is read, or in full, which is binned once.
/// </summary>
/// <param name="Path">The file it was read from.</param>
/// <param name="Pixels">Grey levels averaged over blocks, row by row; ⌈Height/Binning⌉·⌈Width/Binning⌉ values.</param>
/// <param name="Height">Rows of the original micrograph.</param>
/// <param name="Width">Columns of the original micrograph.</param>
/// <param name="Binning">Side of the blocks; those at the right and bottom may be smaller. 1 for the pixels as they
/// were read.</param>
public sealed record BinnedMicrograph(string Path, float[] Pixels, int Height, int Width, int Binning)
{
    private readonly PaddedBorder? _border;

    /// <summary>What was odd about the file but could be read, each a notice.</summary>
    public IReadOnlyList<Notice> Warnings { get; init; } = [];

    /// <summary>How far its sides are padded, original pixels; measured when it is asked for, unless it was while the
    /// micrograph was binned.</summary>
    /// <exception cref="InvalidOperationException">It is binned and was not measured: only full pixels tell.
    /// </exception>
    public PaddedBorder Border
    {
        get => _border ?? PaddedBorder.Of(Whole());
        init => _border = value;
    }

    /// <summary>Rows of blocks.</summary>
    public int BinnedHeight => (Height + Binning - 1) / Binning;

    /// <summary>Columns of blocks.</summary>
    public int BinnedWidth => (Width + Binning - 1) / Binning;

    /// <summary>Takes a micrograph in full.</summary>
    /// <param name="micrograph">The micrograph; its pixels are not copied.</param>
    public static BinnedMicrograph Of(Micrograph micrograph)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        return new BinnedMicrograph(micrograph.Path, micrograph.Pixels, micrograph.Height, micrograph.Width, Binning: 1)
        {
            Warnings = micrograph.Warnings,
        };
    }

    /// <summary>The micrograph in full.</summary>
    /// <returns>The same pixels, not copied.</returns>
    /// <exception cref="InvalidOperationException">It is binned.</exception>
    public Micrograph Whole() => Binning == 1
        ? new Micrograph(Path, Height, Width, Pixels, PixelSizeAngstrom: null, Warnings)
        : throw new InvalidOperationException($"It is binned {Binning} times; the full pixels were never kept.");
}

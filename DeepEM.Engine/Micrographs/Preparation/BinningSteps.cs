namespace DeepEM.Engine.Micrographs.Preparation;

/// <summary>A binning by any number in two steps: whole blocks while the file is read, then one rescaling.</summary>
/// <param name="Binning">Original pixels per pixel of the result along each side; below 1 enlarges.</param>
/// <param name="Blocks">Side of the blocks that are averaged first, at least 1.</param>
/// <param name="Ratio">Blocks per pixel of the result; 1 where blocks are enough.</param>
public readonly record struct BinningSteps(double Binning, int Blocks, double Ratio)
{
    // No network tells a particle from one that is so little larger, and blocks alone are faster.
    private const double Tolerance = 0.005;

    /// <summary>Chooses the steps.</summary>
    /// <param name="binning">What is asked for, positive and finite; a whole number is taken where it is nearly one.
    /// </param>
    /// <param name="keepsPixels">Whether blocks are not to be averaged, because the pixels are needed as well.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no such number.</exception>
    public static BinningSteps For(double binning, bool keepsPixels = false)
    {
        if (!(binning > 0) || !double.IsFinite(binning))
        {
            throw new ArgumentOutOfRangeException(nameof(binning), binning, "A binning is a positive number.");
        }

        double nearest = Math.Max(1, Math.Round(binning));
        double exact = Math.Abs((binning / nearest) - 1) <= Tolerance ? nearest : binning;
        int blocks = keepsPixels ? 1 : Math.Max(1, (int)Math.Floor(exact));
        return new BinningSteps(exact, blocks, exact / blocks);
    }

    /// <summary>The same binning from blocks that are there already.</summary>
    /// <param name="blocks">Side of the blocks, at least 1.</param>
    public BinningSteps From(int blocks) => this with { Blocks = blocks, Ratio = Binning / blocks };

    /// <summary>Pixels of the result along a side.</summary>
    /// <param name="original">Pixels of the micrograph along it.</param>
    /// <returns>At least 1; the last pixel may lie partly beyond the border.</returns>
    public int Extent(int original) => Math.Max(1, (int)Math.Ceiling((original / Binning) - 1e-9));

    /// <summary>Blocks along a side.</summary>
    /// <param name="original">Pixels of the micrograph along it.</param>
    public int BlockExtent(int original) => (original + Blocks - 1) / Blocks;
}

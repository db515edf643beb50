using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Micrographs.Extraction;

/// <summary>How boxes are cut out of micrographs, with the defaults of RELION's extraction job.</summary>
/// <param name="Side">Side of the box on the micrograph, N, pixels; even.</param>
public sealed record BoxSettings(int Side)
{
    /// <summary>Smallest box, so that its background always determines a plane.</summary>
    public const int LeastSide = 8;

    /// <summary>Largest box, pixels a side.</summary>
    public const int MostSide = 4096;

    // RELION's GUI: a background circle of 75 % of the box.
    private const double UsualRadius = 0.375;

    /// <summary>Side to rescale boxes to, M, pixels; null for no rescaling.</summary>
    public int? ScaledSide { get; init; }

    /// <summary>Whether the background of a box gets mean 0 and standard deviation 1.</summary>
    public bool Normalises { get; init; } = true;

    /// <summary>Radius of the circle beyond which there is background, pixels of the rescaled box; null for
    /// ⌊0.375·M⌋.</summary>
    public int? BackgroundRadius { get; init; }

    /// <summary>Whether a plane is taken off the background, not only its mean.</summary>
    public bool RemovesRamp { get; init; } = true;

    /// <summary>Whether grey levels change their sign, so that dark particles become bright.</summary>
    public bool Inverts { get; init; } = true;

    /// <summary>Side of the boxes that are written, pixels: M made even, N without rescaling.</summary>
    public int WrittenSide => ScaledSide is { } side ? side + (side % 2) : Side;

    /// <summary>Radius of the background circle, pixels of the boxes that are written.</summary>
    public int Radius => BackgroundRadius ?? (int)(UsualRadius * WrittenSide);

    /// <summary>Pixel size of the boxes that are written.</summary>
    /// <param name="micrograph">Pixel size of the micrograph, angstrom.</param>
    /// <returns>p·N/M, angstrom.</returns>
    public double PixelSizeOf(double micrograph) => micrograph * Side / WrittenSide;

    /// <summary>Requires settings that go together.</summary>
    /// <exception cref="SettingsException">They do not.</exception>
    public void RequireValid()
    {
        if (Side % 2 != 0)
        {
            throw Conflict(string.Create(
                CultureInfo.InvariantCulture, $"a box of {Side} pixels is odd, expected {Side - 1} or {Side + 1}"));
        }

        if (Side is < LeastSide or > MostSide || WrittenSide < LeastSide)
        {
            throw Conflict(string.Create(
                CultureInfo.InvariantCulture,
                $"a box of {Side} pixels written with {WrittenSide}, expected {LeastSide} to {MostSide}"));
        }

        if (WrittenSide > Side)
        {
            throw Conflict(string.Create(
                CultureInfo.InvariantCulture,
                $"a box of {Side} pixels cannot be enlarged to {WrittenSide}; expected at most {Side}"));
        }

        if (!Normalises && (BackgroundRadius is not null || !RemovesRamp))
        {
            throw Conflict("background was asked for, but without normalisation it has no use");
        }

        if (Normalises && 2 * (long)Radius > WrittenSide)
        {
            throw Conflict(string.Create(
                CultureInfo.InvariantCulture,
                $"a background circle of radius {Radius} is larger than the box of {WrittenSide} pixels; expected at "
                + $"most {WrittenSide / 2}"));
        }
    }

    private static SettingsException Conflict(string text) =>
        new(string.Empty, NoticeCode.SettingsConflict, text);
}

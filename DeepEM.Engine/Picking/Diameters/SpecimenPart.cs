using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Picking.Diameters;

/// <summary>The middle of a micrograph, without the padding of its border.</summary>
/// <param name="Part">The part, as if it were a micrograph.</param>
/// <param name="Left">Its first column, pixels of the micrograph.</param>
/// <param name="Top">Its first row.</param>
internal sealed record SpecimenPart(BinnedMicrograph Part, int Left, int Top)
{
    /// <summary>Cuts the part out.</summary>
    /// <param name="micrograph">The micrograph in full.</param>
    /// <param name="side">Largest side of the part, pixels.</param>
    public static SpecimenPart Of(BinnedMicrograph micrograph, int side)
    {
        PaddedBorder border = micrograph.Border;
        (int top, int height) = Middle(border.Top, micrograph.Height - border.Top - border.Bottom, side);
        (int left, int width) = Middle(border.Left, micrograph.Width - border.Left - border.Right, side);
        float[] pixels = new float[height * width];
        for (int row = 0; row < height; row++)
        {
            micrograph.Pixels.AsSpan(((top + row) * micrograph.Width) + left, width).CopyTo(pixels.AsSpan(row * width));
        }

        return new SpecimenPart(
            new BinnedMicrograph(micrograph.Path, pixels, height, width, Binning: 1) { Border = default }, left, top);
    }

    /// <summary>A place of the part on the micrograph.</summary>
    /// <param name="place">In pixels of the part.</param>
    public Particle ToMicrograph(Particle place) => place with { X = place.X + Left, Y = place.Y + Top };

    private static (int First, int Count) Middle(int first, int count, int side) =>
        count <= side ? (first, Math.Max(1, count)) : (first + ((count - side) / 2), side);
}

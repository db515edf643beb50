using DeepEM.Kernels.Memory;

namespace DeepEM.Kernels.Dense;

/// <summary>The extents of a dense layer as kernels take them.</summary>
/// <param name="Images">N.</param>
/// <param name="Values">Values of an image, C·H·W.</param>
/// <param name="Units">U.</param>
internal readonly record struct DenseExtents(int Images, int Values, int Units)
{
    /// <summary>The extents for these images and units.</summary>
    public static DenseExtents Of(ImageShape images, int units) =>
        new(images.Batch, checked((int)images.ImageLength), units);

    /// <summary>Requires at least one of everything that a dense layer has.</summary>
    /// <param name="images">Extents of the input.</param>
    /// <param name="units">U.</param>
    /// <exception cref="ArgumentException">There is none of something.</exception>
    public static void RequireValid(ImageShape images, int units)
    {
        Require.Extents(images, nameof(images));
        if (units < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(units), units, "A dense layer has at least one unit.");
        }
    }
}

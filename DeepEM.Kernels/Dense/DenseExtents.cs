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
}

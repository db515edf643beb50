using DeepEM.Kernels.Memory;
using ILGPU;

namespace DeepEM.Kernels.Ilgpu;

/// <summary>The tensors of a device as kernels take them, each checked on the way in.</summary>
/// <param name="device">The device.</param>
internal sealed class IlgpuViews(IlgpuDevice device)
{
    /// <summary>What the images of a tensor are; patches for another device's, which is refused later.</summary>
    /// <param name="tensor">The tensor.</param>
    public static ImageLayout LayoutOf(Tensor tensor) => (tensor as IlgpuTensor)?.Layout ?? ImageLayout.Patches;

    /// <summary>Flat values.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="length">How many values.</param>
    /// <param name="name">What the caller calls it.</param>
    /// <exception cref="ArgumentException">It is another device's, or has other extents.</exception>
    public ArrayView<float> Flat(Tensor tensor, long length, string name)
    {
        Require.Flat(tensor, length, name);
        return IlgpuTensor.Of(tensor, device, layout: null, name).View;
    }

    /// <summary>Images in the patches layout; see <see cref="Images"/>.</summary>
    public ArrayView<float> Patches(Tensor tensor, ImageShape images, string name) =>
        Images(tensor, images, ImageLayout.Patches, name);

    /// <summary>Images in the micrograph layout; see <see cref="Images"/>.</summary>
    public ArrayView<float> Micrograph(Tensor tensor, ImageShape images, string name) =>
        Images(tensor, images, ImageLayout.Micrograph, name);

    /// <summary>Images.</summary>
    /// <param name="tensor">The tensor, which may hold more images.</param>
    /// <param name="images">Their extents.</param>
    /// <param name="layout">What they are.</param>
    /// <param name="name">What the caller calls it.</param>
    /// <exception cref="ArgumentException">It is another device's, or has other extents or another layout.</exception>
    public ArrayView<float> Images(Tensor tensor, ImageShape images, ImageLayout layout, string name)
    {
        Require.Images(tensor, images, name);
        return IlgpuTensor.Of(tensor, device, layout, name).View;
    }
}

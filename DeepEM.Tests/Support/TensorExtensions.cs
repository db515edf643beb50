using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Tests.Support;

/// <summary>Tensors made from test data and read back.</summary>
internal static class TensorExtensions
{
    /// <summary>A flat tensor of these values.</summary>
    public static Tensor Flat(this IComputeBackend backend, double[] values)
    {
        Tensor tensor = backend.Allocate(values.Length);
        tensor.Upload(Numbers.Floats(values));
        return tensor;
    }

    /// <summary>A flat tensor of NaN, for a result that must overwrite every value.</summary>
    public static Tensor FlatOutput(this IComputeBackend backend, long length) =>
        backend.Flat(Enumerable.Repeat(double.NaN, checked((int)length)).ToArray());

    /// <summary>Images of these values, by default patches.</summary>
    public static Tensor Images(
        this IComputeBackend backend,
        ImageShape shape,
        double[] values,
        ImageLayout layout = ImageLayout.Patches)
    {
        Tensor tensor = backend.AllocateImages(shape, layout);
        tensor.Upload(Numbers.Floats(values));
        return tensor;
    }

    /// <summary>Images of NaN, for a result that must overwrite every value.</summary>
    public static Tensor ImagesOutput(
        this IComputeBackend backend, ImageShape shape, ImageLayout layout = ImageLayout.Patches) =>
        backend.Images(shape, Enumerable.Repeat(double.NaN, checked((int)shape.Length)).ToArray(), layout);

    /// <summary>All values, in NCHW order.</summary>
    public static float[] Read(this Tensor tensor)
    {
        float[] values = new float[tensor.Length];
        tensor.Download(values);
        return values;
    }
}

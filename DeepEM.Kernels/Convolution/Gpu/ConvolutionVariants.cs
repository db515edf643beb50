using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>The one place where a device gets its convolution.</summary>
internal static class ConvolutionVariants
{
    /// <summary>The fastest variant for a device.</summary>
    public static ConvolutionVariant For(Accelerator accelerator) => accelerator.Device switch
    {
        CLDevice device when device.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_CPU) => ConvolutionVariant.PixelRows,
        _ when accelerator.AcceleratorType == AcceleratorType.CPU => ConvolutionVariant.Elements,
        _ => ConvolutionVariant.Warps,
    };

    /// <summary>The tiles of a variant; null for the one without.</summary>
    public static IConvolutionTiles? Tiles(this ConvolutionVariant variant, Accelerator accelerator) => variant switch
    {
        ConvolutionVariant.PixelRows => new ConvolutionPixelKernels(accelerator),
        ConvolutionVariant.Warps => new ConvolutionWarpKernels(accelerator),
        _ => null,
    };
}

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Which kernels convolve.</summary>
internal enum ConvolutionVariant
{
    /// <summary>One thread for each element: plain enough to hold the others against.</summary>
    Elements,

    /// <summary>Rows of pixels that a compiler for CPUs makes vectors of.</summary>
    PixelRows,

    /// <summary>Columns of pixels, side by side in the threads of a warp.</summary>
    Warps,
}

namespace DeepEM.Kernels.Memory;

/// <summary>What the images of a tensor are, so that a backend can store them as suits it.</summary>
/// <remarks>
/// The order that callers see, in <see cref="Tensor.Upload(ReadOnlySpan{float})"/> and
/// <see cref="Tensor.Download(Span{float})"/>, is always NCHW. The ILGPU backends store NCHW for both; the SIMD backend
/// stores <see cref="Patches"/> with the images of a block interleaved, one image per vector lane, and
/// <see cref="Micrograph"/> row by row, so that neighbouring columns share a vector.
/// </remarks>
public enum ImageLayout
{
    /// <summary>Many small images: training batches and windows.</summary>
    Patches,

    /// <summary>Few large images: micrographs, tiles of them and what the network makes of them.</summary>
    Micrograph,
}

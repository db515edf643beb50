namespace DeepEM.Kernels.Simd;

/// <summary>What a thread's working memory is used for.</summary>
internal enum ScratchUse
{
    /// <summary>Filters in the order in which the tiles read them.</summary>
    Weights,

    /// <summary>A gradient with zero columns on both sides.</summary>
    PaddedGradient,

    /// <summary>Sums that are not finished.</summary>
    Sums,

    /// <summary>One value per filter.</summary>
    Bias,

    /// <summary>Where the taps of a filter lie in an image.</summary>
    Offsets,

    /// <summary>One row of an image.</summary>
    Row,

    /// <summary>Convolved rows that wait for being pooled.</summary>
    Convolved,

    /// <summary>Spectra of a block of images.</summary>
    Spectra,

    /// <summary>The product of spectra.</summary>
    Product,

    /// <summary>Lines of a transform.</summary>
    Lines,

    /// <summary>Rows of images that are transformed together.</summary>
    Transformed,

    /// <summary>Products of transformed rows.</summary>
    Products,

    /// <summary>A block of crops that is expanded or aligned, with what is found for it.</summary>
    Crops,

    /// <summary>Sums of chunks of crops that wait for being added in their order.</summary>
    Chunks,
}

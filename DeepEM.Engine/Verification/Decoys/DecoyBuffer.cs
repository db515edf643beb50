namespace DeepEM.Engine.Verification.Decoys;

/// <summary>What memory of <see cref="DecoyBuffers"/> is for: no two uses at the same time.</summary>
internal enum DecoyBuffer
{
    /// <summary>Which pixels of the whole micrograph are masked.</summary>
    WholeMask,

    /// <summary>Which pixels of the whole micrograph are open.</summary>
    Open,

    /// <summary>Pixels of the region.</summary>
    Region,

    /// <summary>Which pixels of the region are masked.</summary>
    Mask,

    /// <summary>Which pixels of the region noise is counted on.</summary>
    Counted,

    /// <summary>Which pixels of the region are free.</summary>
    Free,

    /// <summary>Grey levels of the free area, one after the other; then what is kept of each pixel.</summary>
    Levels,

    /// <summary>Grey levels without dirt; then the decoy.</summary>
    Noise,

    /// <summary>The noise before it is scaled; before that the autocorrelation on its extents.</summary>
    Field,

    /// <summary>A tile's grey levels.</summary>
    Tile,

    /// <summary>Which pixels of a tile are free.</summary>
    TileMask,

    /// <summary>The autocorrelation.</summary>
    Autocorrelation,

    /// <summary>Sums over the cells of a map.</summary>
    CellSums,

    /// <summary>Free pixels of the cells.</summary>
    CellCounts,

    /// <summary>Free pixels of the cells, smoothed.</summary>
    SmoothCounts,

    /// <summary>Cells between two passes of a filter.</summary>
    CellsBetween,

    /// <summary>Strengths of the cells.</summary>
    Strengths,

    /// <summary>Spectrum of a tile.</summary>
    TileSpectrum,

    /// <summary>Sum of the powers of tiles.</summary>
    Products,

    /// <summary>Sum of the powers of their masks.</summary>
    Pairs,

    /// <summary>Power of the noise.</summary>
    Power,

    /// <summary>Spectrum of the noise.</summary>
    White,
}

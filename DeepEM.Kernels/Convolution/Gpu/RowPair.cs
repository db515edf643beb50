using ILGPU;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Some rows and more rows below them.</summary>
/// <typeparam name="TFilters">The filters of a row.</typeparam>
/// <typeparam name="TUpper">The first rows.</typeparam>
/// <typeparam name="TLower">Those below.</typeparam>
internal struct RowPair<TFilters, TUpper, TLower> : IRows<RowPair<TFilters, TUpper, TLower>, TFilters>
    where TFilters : struct, IFilters<TFilters>
    where TUpper : struct, IRows<TUpper, TFilters>
    where TLower : struct, IRows<TLower, TFilters>
{
    private TUpper _upper;
    private TLower _lower;

    /// <inheritdoc/>
    public readonly int Count => _upper.Count + _lower.Count;

    /// <inheritdoc/>
    public readonly float First => _upper.First;

    /// <inheritdoc/>
    public readonly RowPair<TFilters, TUpper, TLower> All(TFilters sums) =>
        new() { _upper = _upper.All(sums), _lower = _lower.All(sums) };

    /// <inheritdoc/>
    public readonly RowPair<TFilters, TUpper, TLower> Fill(ArrayView<float> image, int index, int stride) => new()
    {
        _upper = _upper.Fill(image, index, stride),
        _lower = _lower.Fill(image, index + (_upper.Count * stride), stride),
    };

    /// <inheritdoc/>
    public readonly RowPair<TFilters, TUpper, TLower> Slide(float pixel) =>
        new() { _upper = _upper.Slide(_lower.First), _lower = _lower.Slide(pixel) };

    /// <inheritdoc/>
    public readonly RowPair<TFilters, TUpper, TLower> Plus(TFilters factors) =>
        new() { _upper = _upper.Plus(factors), _lower = _lower.Plus(factors) };

    /// <inheritdoc/>
    public readonly TFilters Sums => _upper.Sums;

    /// <inheritdoc/>
    public readonly RowPair<TFilters, TUpper, TLower> Advance(TFilters sums) =>
        new() { _upper = _upper.Advance(_lower.Sums), _lower = _lower.Advance(sums) };
}

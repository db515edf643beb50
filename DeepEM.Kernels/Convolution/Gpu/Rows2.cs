using ILGPU;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Two rows.</summary>
/// <typeparam name="TFilters">The filters of a row.</typeparam>
internal struct Rows2<TFilters> : IRows<Rows2<TFilters>, TFilters>
    where TFilters : struct, IFilters<TFilters>
{
    private TFilters _sumA;
    private TFilters _sumB;
    private float _a;
    private float _b;

    /// <inheritdoc/>
    public readonly int Count => 2;

    /// <inheritdoc/>
    public readonly float First => _a;

    /// <inheritdoc/>
    public readonly Rows2<TFilters> All(TFilters sums) => new() { _sumA = sums, _sumB = sums };

    /// <inheritdoc/>
    public readonly Rows2<TFilters> Fill(ArrayView<float> image, int index, int stride)
    {
        Rows2<TFilters> filled = this;
        filled._a = image[index];
        filled._b = image[index + stride];
        return filled;
    }

    /// <inheritdoc/>
    public readonly Rows2<TFilters> Slide(float pixel)
    {
        Rows2<TFilters> slid = this;
        slid._a = _b;
        slid._b = pixel;
        return slid;
    }

    /// <inheritdoc/>
    public readonly Rows2<TFilters> Plus(TFilters factors)
    {
        Rows2<TFilters> rows = this;
        rows._sumA = _sumA.Plus(factors, _a);
        rows._sumB = _sumB.Plus(factors, _b);
        return rows;
    }

    /// <inheritdoc/>
    public readonly TFilters Sums => _sumA;

    /// <inheritdoc/>
    public readonly Rows2<TFilters> Advance(TFilters sums)
    {
        Rows2<TFilters> advanced = this;
        advanced._sumA = _sumB;
        advanced._sumB = sums;
        return advanced;
    }
}

using ILGPU;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Three rows.</summary>
/// <typeparam name="TFilters">The filters of a row.</typeparam>
internal struct Rows3<TFilters> : IRows<Rows3<TFilters>, TFilters>
    where TFilters : struct, IFilters<TFilters>
{
    private TFilters _sumA;
    private TFilters _sumB;
    private TFilters _sumC;
    private float _a;
    private float _b;
    private float _c;

    /// <inheritdoc/>
    public readonly int Count => 3;

    /// <inheritdoc/>
    public readonly float First => _a;

    /// <inheritdoc/>
    public readonly Rows3<TFilters> All(TFilters sums) => new() { _sumA = sums, _sumB = sums, _sumC = sums };

    /// <inheritdoc/>
    public readonly Rows3<TFilters> Fill(ArrayView<float> image, int index, int stride)
    {
        Rows3<TFilters> filled = this;
        filled._a = image[index];
        filled._b = image[index + stride];
        filled._c = image[index + (2 * stride)];
        return filled;
    }

    /// <inheritdoc/>
    public readonly Rows3<TFilters> Slide(float pixel)
    {
        Rows3<TFilters> slid = this;
        slid._a = _b;
        slid._b = _c;
        slid._c = pixel;
        return slid;
    }

    /// <inheritdoc/>
    public readonly Rows3<TFilters> Plus(TFilters factors)
    {
        Rows3<TFilters> rows = this;
        rows._sumA = _sumA.Plus(factors, _a);
        rows._sumB = _sumB.Plus(factors, _b);
        rows._sumC = _sumC.Plus(factors, _c);
        return rows;
    }

    /// <inheritdoc/>
    public readonly TFilters Sums => _sumA;

    /// <inheritdoc/>
    public readonly Rows3<TFilters> Advance(TFilters sums)
    {
        Rows3<TFilters> advanced = this;
        advanced._sumA = _sumB;
        advanced._sumB = _sumC;
        advanced._sumC = sums;
        return advanced;
    }
}

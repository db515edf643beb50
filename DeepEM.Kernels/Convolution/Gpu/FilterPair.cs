using ILGPU;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Some filters and more filters.</summary>
/// <typeparam name="TFirst">Four filters or a multiple: whole elements when packed.</typeparam>
/// <typeparam name="TSecond">Those after them.</typeparam>
internal struct FilterPair<TFirst, TSecond> : IFilters<FilterPair<TFirst, TSecond>>
    where TFirst : struct, IFilters<TFirst>
    where TSecond : struct, IFilters<TSecond>
{
    private TFirst _first;
    private TSecond _second;

    /// <inheritdoc/>
    public readonly int Count => _first.Count + _second.Count;

    /// <inheritdoc/>
    public readonly int Quads => _first.Quads + _second.Quads;

    /// <inheritdoc/>
    public readonly FilterPair<TFirst, TSecond> Load(ArrayView<Filters4> values, int index)
    {
        FilterPair<TFirst, TSecond> loaded;
        loaded._first = _first.Load(values, index);
        loaded._second = _second.Load(values, index + _first.Quads);
        return loaded;
    }

    /// <inheritdoc/>
    public readonly FilterPair<TFirst, TSecond> Gather(ArrayView<float> values, int index, int stride, int last)
    {
        int count = _first.Count;
        FilterPair<TFirst, TSecond> gathered;
        gathered._first = _first.Gather(values, index, stride, last);
        gathered._second = _second.Gather(values, index + (count * stride), stride, last - count);
        return gathered;
    }

    /// <inheritdoc/>
    public readonly FilterPair<TFirst, TSecond> Plus(FilterPair<TFirst, TSecond> factors, float number)
    {
        FilterPair<TFirst, TSecond> sum;
        sum._first = _first.Plus(factors._first, number);
        sum._second = _second.Plus(factors._second, number);
        return sum;
    }

    /// <inheritdoc/>
    public readonly FilterPair<TFirst, TSecond> AtLeast(float floor)
    {
        FilterPair<TFirst, TSecond> raised;
        raised._first = _first.AtLeast(floor);
        raised._second = _second.AtLeast(floor);
        return raised;
    }

    /// <inheritdoc/>
    public readonly FilterPair<TFirst, TSecond> Sigmoid()
    {
        FilterPair<TFirst, TSecond> values;
        values._first = _first.Sigmoid();
        values._second = _second.Sigmoid();
        return values;
    }

    /// <inheritdoc/>
    public readonly void Store(ArrayView<float> values, int index, int stride, int last)
    {
        int count = _first.Count;
        _first.Store(values, index, stride, last);
        _second.Store(values, index + (count * stride), stride, last - count);
    }
}

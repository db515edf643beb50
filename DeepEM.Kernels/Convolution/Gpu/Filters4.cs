using DeepEM.Kernels.Activation;
using ILGPU;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Four filters; packed filters are arrays of these.</summary>
internal struct Filters4 : IFilters<Filters4>
{
    private float _a;
    private float _b;
    private float _c;
    private float _d;

    /// <inheritdoc/>
    public readonly int Count => 4;

    /// <inheritdoc/>
    public readonly int Quads => 1;

    /// <summary>The first two.</summary>
    public readonly Filters2 Half => new(_a, _b);

    /// <inheritdoc/>
    public readonly Filters4 Load(ArrayView<Filters4> values, int index) => values[index];

    /// <inheritdoc/>
    public readonly Filters4 Gather(ArrayView<float> values, int index, int stride, int last)
    {
        Filters4 gathered;
        gathered._a = values[index + (Math.Min(0, last) * stride)];
        gathered._b = values[index + (Math.Min(1, last) * stride)];
        gathered._c = values[index + (Math.Min(2, last) * stride)];
        gathered._d = values[index + (Math.Min(3, last) * stride)];
        return gathered;
    }

    /// <inheritdoc/>
    public readonly Filters4 Plus(Filters4 factors, float number)
    {
        Filters4 sum;
        sum._a = _a + (factors._a * number);
        sum._b = _b + (factors._b * number);
        sum._c = _c + (factors._c * number);
        sum._d = _d + (factors._d * number);
        return sum;
    }

    /// <inheritdoc/>
    public readonly Filters4 AtLeast(float floor)
    {
        Filters4 raised;
        raised._a = _a > floor ? _a : floor;
        raised._b = _b > floor ? _b : floor;
        raised._c = _c > floor ? _c : floor;
        raised._d = _d > floor ? _d : floor;
        return raised;
    }

    /// <inheritdoc/>
    public readonly Filters4 Sigmoid()
    {
        Filters4 values;
        values._a = ActivationKernels.Sigmoid(_a);
        values._b = ActivationKernels.Sigmoid(_b);
        values._c = ActivationKernels.Sigmoid(_c);
        values._d = ActivationKernels.Sigmoid(_d);
        return values;
    }

    /// <inheritdoc/>
    public readonly void Store(ArrayView<float> values, int index, int stride, int last)
    {
        values[index + (Math.Min(0, last) * stride)] = _a;
        values[index + (Math.Min(1, last) * stride)] = _b;
        values[index + (Math.Min(2, last) * stride)] = _c;
        values[index + (Math.Min(3, last) * stride)] = _d;
    }
}

using DeepEM.Kernels.Activation;
using ILGPU;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Two filters; packed, they are the first half of four.</summary>
/// <param name="a">The first filter's value.</param>
/// <param name="b">The second filter's value.</param>
internal readonly struct Filters2(float a, float b) : IFilters<Filters2>
{
    private readonly float _a = a;
    private readonly float _b = b;

    /// <inheritdoc/>
    public int Count => 2;

    /// <inheritdoc/>
    public int Quads => 1;

    /// <inheritdoc/>
    public Filters2 Load(ArrayView<Filters4> values, int index) => values[index].Half;

    /// <inheritdoc/>
    public Filters2 Gather(ArrayView<float> values, int index, int stride, int last) => new(
        values[index + (Math.Min(0, last) * stride)],
        values[index + (Math.Min(1, last) * stride)]);

    /// <inheritdoc/>
    public Filters2 Plus(Filters2 factors, float number) =>
        new(_a + (factors._a * number), _b + (factors._b * number));

    /// <inheritdoc/>
    public Filters2 AtLeast(float floor) => new(_a > floor ? _a : floor, _b > floor ? _b : floor);

    /// <inheritdoc/>
    public Filters2 Sigmoid() => new(ActivationKernels.Sigmoid(_a), ActivationKernels.Sigmoid(_b));

    /// <inheritdoc/>
    public void Store(ArrayView<float> values, int index, int stride, int last)
    {
        values[index + (Math.Min(0, last) * stride)] = _a;
        values[index + (Math.Min(1, last) * stride)] = _b;
    }
}

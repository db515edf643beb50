using ILGPU;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Eight pixels.</summary>
internal struct Pixels8 : IPixels<Pixels8>
{
    private float _a;
    private float _b;
    private float _c;
    private float _d;
    private float _e;
    private float _f;
    private float _g;
    private float _h;

    /// <inheritdoc/>
    public readonly int Count => 8;

    /// <inheritdoc/>
    public readonly Pixels8 All(float value)
    {
        Pixels8 all;
        all._a = value;
        all._b = value;
        all._c = value;
        all._d = value;
        all._e = value;
        all._f = value;
        all._g = value;
        all._h = value;
        return all;
    }

    /// <inheritdoc/>
    public readonly Pixels8 Load(ArrayView<float> values, int index)
    {
        Pixels8 loaded;
        loaded._a = values[index];
        loaded._b = values[index + 1];
        loaded._c = values[index + 2];
        loaded._d = values[index + 3];
        loaded._e = values[index + 4];
        loaded._f = values[index + 5];
        loaded._g = values[index + 6];
        loaded._h = values[index + 7];
        return loaded;
    }

    /// <inheritdoc/>
    public readonly Pixels8 Plus(Pixels8 pixels, float factor)
    {
        Pixels8 sum;
        sum._a = _a + (pixels._a * factor);
        sum._b = _b + (pixels._b * factor);
        sum._c = _c + (pixels._c * factor);
        sum._d = _d + (pixels._d * factor);
        sum._e = _e + (pixels._e * factor);
        sum._f = _f + (pixels._f * factor);
        sum._g = _g + (pixels._g * factor);
        sum._h = _h + (pixels._h * factor);
        return sum;
    }

    /// <inheritdoc/>
    public readonly void Store(ArrayView<float> values, int index, float floor)
    {
        values[index] = _a < floor ? floor : _a;
        values[index + 1] = _b < floor ? floor : _b;
        values[index + 2] = _c < floor ? floor : _c;
        values[index + 3] = _d < floor ? floor : _d;
        values[index + 4] = _e < floor ? floor : _e;
        values[index + 5] = _f < floor ? floor : _f;
        values[index + 6] = _g < floor ? floor : _g;
        values[index + 7] = _h < floor ? floor : _h;
    }
}

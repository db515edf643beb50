using ILGPU;

namespace DeepEM.Kernels.Convolution.Gpu;

/// <summary>Twice as many pixels.</summary>
/// <typeparam name="TPixels">Either half.</typeparam>
internal struct PixelPair<TPixels> : IPixels<PixelPair<TPixels>>
    where TPixels : struct, IPixels<TPixels>
{
    private TPixels _left;
    private TPixels _right;

    /// <inheritdoc/>
    public readonly int Count => _left.Count + _right.Count;

    /// <inheritdoc/>
    public readonly PixelPair<TPixels> All(float value)
    {
        PixelPair<TPixels> all;
        all._left = _left.All(value);
        all._right = _right.All(value);
        return all;
    }

    /// <inheritdoc/>
    public readonly PixelPair<TPixels> Load(ArrayView<float> values, int index)
    {
        PixelPair<TPixels> loaded;
        loaded._left = _left.Load(values, index);
        loaded._right = _right.Load(values, index + _left.Count);
        return loaded;
    }

    /// <inheritdoc/>
    public readonly PixelPair<TPixels> Plus(PixelPair<TPixels> pixels, float factor)
    {
        PixelPair<TPixels> sum;
        sum._left = _left.Plus(pixels._left, factor);
        sum._right = _right.Plus(pixels._right, factor);
        return sum;
    }

    /// <inheritdoc/>
    public readonly void Store(ArrayView<float> values, int index, float floor)
    {
        _left.Store(values, index, floor);
        _right.Store(values, index + _left.Count, floor);
    }
}

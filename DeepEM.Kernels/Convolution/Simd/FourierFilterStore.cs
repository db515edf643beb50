namespace DeepEM.Kernels.Convolution.Simd;

/// <summary>The spectra that one thread keeps: those of the last few convolutions it met.</summary>
internal sealed class FourierFilterStore : IDisposable
{
    // The stages of one or two networks.
    private const int Most = 8;
    private readonly List<FourierFilters> _filters = [];

    /// <summary>The spectra for a convolution; what they hold is left from its last use.</summary>
    /// <param name="shape">The convolution.</param>
    /// <returns>Valid until <see cref="Most"/> others have been asked for.</returns>
    public FourierFilters For(ConvolutionShape shape)
    {
        ConvolutionShape single = shape with { Batch = 1 };
        for (int index = 0; index < _filters.Count; index++)
        {
            FourierFilters found = _filters[index];
            if (found.Shape == single)
            {
                _filters.RemoveAt(index);
                _filters.Add(found);
                return found;
            }
        }

        if (_filters.Count == Most)
        {
            _filters[0].Dispose();
            _filters.RemoveAt(0);
        }

        var made = new FourierFilters(shape);
        _filters.Add(made);
        return made;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FourierFilters filters in _filters)
        {
            filters.Dispose();
        }

        _filters.Clear();
    }
}

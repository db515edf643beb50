using System.Runtime.InteropServices;
using DeepEM.Kernels.Fourier;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Convolution.Simd;

/// <summary>The spectra of a bank of filters for images of one size, kept from call to call.</summary>
/// <remarks>
/// Only one of two opposite frequencies f and −f is stored: images are real. A frequency that is its own opposite comes
/// after all others. Layout: [pair of filters][frequency][channel][u of the first, v of the first, u, v of the second]
/// with u + iv the conjugate of the filter's transform over the number of frequencies; an odd last filter or channel
/// has a partner of zeros.
/// </remarks>
internal sealed unsafe class FourierFilters : IDisposable
{
    // A convolution costs as much as so many multiply-adds for each value and line that a transform goes through.
    private const double LineCost = 36;

    // The same for each frequency, channel and filter.
    private const double ProductCost = 3;

    // Smaller filters stay with the plain sums, whose rounding is what tests of dense evaluation expect.
    private const int LeastTaps = 81;

    private float[] _source = [];
    private bool _disposed;

    /// <summary>Makes room for the spectra.</summary>
    /// <param name="shape">The convolution; its batch does not matter.</param>
    public FourierFilters(ConvolutionShape shape)
    {
        Shape = shape with { Batch = 1 };
        Rows = new FourierPlan(FourierPlan.LengthFor(shape.InHeight));
        Columns = new FourierPlan(FourierPlan.LengthFor(shape.InWidth));
        (First, Opposite, SelfPaired) = Frequencies(Rows.Length, Columns.Length);
        FilterPairs = (shape.Filters + 1) / 2;
        ChannelPairs = (shape.InChannels + 1) / 2;
        nuint bytes = (nuint)Length * sizeof(float);
        Spectra = (float*)NativeMemory.AlignedAlloc(bytes, SimdTensor.Alignment);
        NativeMemory.Clear(Spectra, bytes);
    }

    /// <summary>Frees the memory if nobody did.</summary>
    ~FourierFilters() => Free();

    /// <summary>The convolution of one image.</summary>
    public ConvolutionShape Shape { get; }

    /// <summary>The transform of a column: its length is the number of rows.</summary>
    public FourierPlan Rows { get; }

    /// <summary>The transform of a row: its length is the number of columns.</summary>
    public FourierPlan Columns { get; }

    /// <summary>Of each stored frequency the place in a plane, u·columns + v.</summary>
    public int[] First { get; }

    /// <summary>The place of the opposite of each.</summary>
    public int[] Opposite { get; }

    /// <summary>How many of the last ones are their own opposites.</summary>
    public int SelfPaired { get; }

    /// <summary>Filters, two by two.</summary>
    public int FilterPairs { get; }

    /// <summary>Channels, two by two.</summary>
    public int ChannelPairs { get; }

    /// <summary>The spectra.</summary>
    public float* Spectra { get; private set; }

    private long Length => 8L * FilterPairs * First.Length * ChannelPairs;

    /// <summary>Whether a convolution is faster by spectra.</summary>
    /// <param name="shape">The convolution.</param>
    /// <returns>True for large filters of many channels.</returns>
    public static bool AreFaster(ConvolutionShape shape)
    {
        if (shape.FilterHeight * shape.FilterWidth < LeastTaps)
        {
            return false;
        }

        double rows = FourierPlan.LengthFor(shape.InHeight);
        double columns = FourierPlan.LengthFor(shape.InWidth);
        double channels = (shape.InChannels + 1) / 2;
        double filters = (shape.Filters + 1) / 2;
        double lines = (channels * (shape.InHeight + columns)) + (filters * (columns + shape.OutHeight));
        double spectra = (lines * Math.Max(rows, columns) * LineCost)
            + (rows * columns * shape.InChannels * shape.Filters * ProductCost);
        return spectra < (double)shape.MultiplyAdds / shape.Batch;
    }

    /// <summary>Whether the spectra are those of a bank; if not, it is noted that they will be.</summary>
    /// <param name="weights">The bank.</param>
    /// <returns>False when the spectra must be computed.</returns>
    public bool Hold(ReadOnlySpan<float> weights)
    {
        if (MemoryMarshal.Cast<float, int>(weights).SequenceEqual(MemoryMarshal.Cast<float, int>(_source)))
        {
            return true;
        }

        if (_source.Length != weights.Length)
        {
            _source = new float[weights.Length];
        }

        weights.CopyTo(_source);
        return false;
    }

    /// <summary>Where the numbers of a filter, a frequency and a channel are.</summary>
    /// <param name="filter">Number of the filter.</param>
    /// <param name="frequency">Number of the stored frequency.</param>
    /// <param name="channel">Number of the channel.</param>
    /// <returns>u, followed by v.</returns>
    public float* At(int filter, int frequency, int channel)
    {
        nint at = ((nint)(filter / 2) * First.Length) + frequency;
        return Spectra + (((at * 2 * ChannelPairs) + channel) * 4) + (filter % 2 * 2);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private static (int[] First, int[] Opposite, int SelfPaired) Frequencies(int rows, int columns)
    {
        List<int> first = [];
        List<int> opposite = [];
        List<int> own = [];
        for (int at = 0; at < rows * columns; at++)
        {
            int other = ((rows - (at / columns)) % rows * columns) + ((columns - (at % columns)) % columns);
            if (at < other)
            {
                first.Add(at);
                opposite.Add(other);
            }
            else if (at == other)
            {
                own.Add(at);
            }
        }

        return ([.. first, .. own], [.. opposite, .. own], own.Count);
    }

    private void Free()
    {
        if (!_disposed)
        {
            _disposed = true;
            NativeMemory.AlignedFree(Spectra);
            Spectra = null;
        }
    }
}

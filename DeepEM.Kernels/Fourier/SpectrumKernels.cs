using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Fourier;

/// <summary>Transforms of real images on an accelerator; definition in <see cref="FourierReference"/>.</summary>
/// <remarks>
/// Rows are transformed in pairs, one as the real and one as the imaginary part of a complex line, then the columns of
/// the half spectrum. A pair of rows lies in memory as the two rows of the image do. Launches are queued; the backend
/// has checked every extent.
/// </remarks>
internal sealed class SpectrumKernels : IDisposable
{
    private readonly IlgpuQueue _queue;
    private readonly Accelerator _accelerator;
    private readonly FourierTables _tables;
    private readonly LineKernels _lines;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, int, int>>
        _separate;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, int, int>>
        _join;

    /// <summary>Prepares the kernels for one device, each compiled when first used.</summary>
    /// <param name="queue">What orders the kernels.</param>
    public SpectrumKernels(IlgpuQueue queue)
    {
        _queue = queue;
        _accelerator = queue.Device.Accelerator;
        _tables = new FourierTables(queue);
        _lines = new LineKernels(_accelerator);
        _separate = new(() => _accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, int, int>(SeparateKernel));
        _join = new(() => _accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, int, int>(JoinKernel));
    }

    /// <summary>Values of scratch that a transform needs: two places for the pairs of rows or the spectrum.</summary>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    public static long ScratchLength(int height, int width) => checked(2 * PlaceLength(height, width));

    /// <summary>Queues the transform of an image; every element of the spectrum is overwritten.</summary>
    /// <param name="image">H·W values, left as they are.</param>
    /// <param name="spectrum">Receives 2·H·(⌊W/2⌋ + 1) values.</param>
    /// <param name="scratch">See <see cref="ScratchLength"/>.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    public void Forward(
        ArrayView<float> image, ArrayView<float> spectrum, ArrayView<float> scratch, int height, int width)
    {
        (ArrayView<float> one, ArrayView<float> two) = PlacesOf(scratch, height, width);
        int columns = (width / 2) + 1;
        LinePass rows = LinePass.Rows(height, width);
        ArrayView<float> pairs = height % 2 == 0 ? image : Padded(image, one, height, width);
        pairs = _lines.Transform(_queue.Stream, rows, _tables.For(width), pairs, two, one);

        // The passes of the columns end in the spectrum, so where they begin depends on their number.
        (ArrayView<float> free, ArrayView<float> used) =
            FourierFactors.Of(width).Count() % 2 == 0 ? (two, one) : (one, two);
        int passes = FourierFactors.Of(height).Count();
        ArrayView<float> halves = passes == 0 ? spectrum : free;
        _separate.Value(
            _queue.Stream, Launch.For(_accelerator, (long)height * columns), pairs, halves, height, width);
        (ArrayView<float> first, ArrayView<float> second) = passes % 2 == 0 ? (used, spectrum) : (spectrum, used);
        _lines.Transform(
            _queue.Stream, LinePass.Columns(height, columns), _tables.For(height), halves, first, second);
    }

    /// <summary>Queues the inverse transform; every element of the image is overwritten.</summary>
    /// <param name="spectrum">2·H·(⌊W/2⌋ + 1) values, left as they are.</param>
    /// <param name="image">Receives H·W values.</param>
    /// <param name="scratch">See <see cref="ScratchLength"/>.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    public void Inverse(
        ArrayView<float> spectrum, ArrayView<float> image, ArrayView<float> scratch, int height, int width)
    {
        (ArrayView<float> one, ArrayView<float> two) = PlacesOf(scratch, height, width);
        int columns = (width / 2) + 1;
        LinePass lines = LinePass.Columns(height, columns).Inverse();
        ArrayView<float> halves = _lines.Transform(
            _queue.Stream, lines, _tables.For(height), spectrum, one, two);

        // An even number of passes ends in the second place, or has left both of them free.
        (ArrayView<float> free, ArrayView<float> used) =
            FourierFactors.Of(height).Count() % 2 == 0 ? (one, two) : (two, one);
        LinePass rows = LinePass.Rows(height, width).Inverse();
        _join.Value(
            _queue.Stream, Launch.For(_accelerator, (long)rows.Lines * width), halves, free, height, width);
        ArrayView<float> pairs = _lines.Transform(_queue.Stream, rows, _tables.For(width), free, used, free);
        long pixels = (long)height * width;
        image.SubView(0, pixels).CopyFrom(_queue.Stream, pairs.SubView(0, pixels));
    }

    /// <summary>Frees the tables.</summary>
    public void Dispose() => _tables.Dispose();

    private static long PlaceLength(int height, int width) =>
        checked(Math.Max(((long)height + 1) / 2 * 2 * width, 2 * (long)height * ((width / 2) + 1)));

    private static (ArrayView<float> One, ArrayView<float> Two) PlacesOf(
        ArrayView<float> scratch, int height, int width)
    {
        long length = PlaceLength(height, width);
        return (scratch.SubView(0, length), scratch.SubView(length, length));
    }

    // An odd number of rows has a row of zeros as the last one's partner.
    private ArrayView<float> Padded(ArrayView<float> image, ArrayView<float> place, int height, int width)
    {
        long pixels = (long)height * width;
        place.SubView(0, pixels).CopyFrom(_queue.Stream, image.SubView(0, pixels));
        _queue.Clear(place.SubView(pixels, width));
        return place;
    }

    // With Z = A + iB: A(u) = (Z(u) + Z(−u)*)/2 and B(u) = (Z(u) − Z(−u)*)/2i.
    private static void SeparateKernel(ArrayView<float> pairs, ArrayView<float> spectrum, int height, int width)
    {
        int index = Grid.GlobalIndex.X;
        int columns = (width / 2) + 1;
        if (index >= height * columns)
        {
            return;
        }

        int row = index / columns;
        int u = index - (row * columns);
        int here = (row / 2 * 2 * width) + u;
        int there = u == 0 ? here : here + width - (2 * u);
        float real = 0.5f * pairs[here];
        float imaginary = 0.5f * pairs[here + width];
        float mirroredReal = 0.5f * pairs[there];
        float mirroredImaginary = 0.5f * pairs[there + width];
        bool isEven = row % 2 == 0;
        spectrum[index] = isEven ? real + mirroredReal : imaginary + mirroredImaginary;
        spectrum[(height * columns) + index] = isEven ? imaginary - mirroredImaginary : mirroredReal - real;
    }

    // Z = A + iB from the halves of two rows' spectra, over the number of pixels. A real row has real values at
    // frequency 0 and, for an even width, at the highest frequency: an imaginary part there must not leak into the
    // other row.
    private static void JoinKernel(ArrayView<float> spectrum, ArrayView<float> pairs, int height, int width)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= (height + 1) / 2 * width)
        {
            return;
        }

        int columns = (width / 2) + 1;
        int imaginaryParts = height * columns;
        int pair = index / width;
        int x = index - (pair * width);
        bool isMirrored = x >= columns;
        int u = isMirrored ? width - x : x;
        bool isReal = u == 0 || 2 * u == width;
        bool hasOdd = (2 * pair) + 1 < height;
        int even = (2 * pair * columns) + u;
        int odd = hasOdd ? even + columns : even;
        float sign = isMirrored ? -1 : 1;
        float aReal = spectrum[even];
        float aImaginary = isReal ? 0 : sign * spectrum[imaginaryParts + even];
        float bReal = hasOdd ? spectrum[odd] : 0;
        float bImaginary = isReal || !hasOdd ? 0 : sign * spectrum[imaginaryParts + odd];
        float scale = 1f / ((float)height * width);
        int at = (2 * pair * width) + x;
        pairs[at] = (aReal - bImaginary) * scale;
        pairs[at + width] = (aImaginary + bReal) * scale;
    }
}

using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.WindowStatistics;

/// <summary>Means and deviations of windows on an accelerator; see <see cref="WindowStatisticsReference"/>.</summary>
/// <remarks>
/// <para>
/// A line is cut into blocks as long as the box. A window that starts in a block is the block's rest from there plus
/// the beginning of the next block (van Herk, <i>Pattern Recognition Letters</i> 13, 1992, there for maxima). Both are
/// running sums of values inside the window only: unlike with an integral image nothing is subtracted, so one hot
/// pixel does not spoil windows that do not hold it. First along rows, then along columns, for x and x² together;
/// three additions for each pixel whatever the box.
/// </para>
/// <code>
/// mean = S₁/B²;   deviation = √( (S₂ − S₁·mean)/(B² − 1) ), S₁ = Σx, S₂ = Σx²
/// </code>
/// <para>Launches are queued; the backend has checked every extent.</para>
/// </remarks>
internal sealed class WindowStatisticsKernels
{
    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, WindowShape>> _rowRests;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ArrayView<float>, ArrayView<float>, WindowShape>> _rowWindows;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ArrayView<float>, WindowShape>> _columnRests;

    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>,
        ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, WindowShape>> _columnWindows;

    /// <summary>Prepares the kernels for one accelerator, each compiled when first used.</summary>
    public WindowStatisticsKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _rowRests = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            WindowShape>(RowRestsKernel));
        _rowWindows = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, ArrayView<float>, WindowShape>(RowWindowsKernel));
        _columnRests = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, WindowShape>(ColumnRestsKernel));
        _columnWindows = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>,
            ArrayView<float>, ArrayView<float>, ArrayView<float>, WindowShape>(ColumnWindowsKernel));
    }

    /// <summary>Values of scratch that <see cref="Evaluate"/> needs.</summary>
    public static long ScratchLength(WindowShape shape) =>
        checked(2 * (((long)shape.Height * shape.Width) + ((long)shape.Height * shape.Columns)));

    /// <summary>Queues the mean and deviation of every window; every element of both is overwritten.</summary>
    public void Evaluate(
        AcceleratorStream stream,
        ArrayView<float> image,
        ArrayView<float> mean,
        ArrayView<float> deviation,
        ArrayView<float> scratch,
        WindowShape shape)
    {
        long pixels = (long)shape.Height * shape.Width;
        long sums = (long)shape.Height * shape.Columns;
        ArrayView<float> rests = scratch.SubView(0, pixels);
        ArrayView<float> squareRests = scratch.SubView(pixels, pixels);
        ArrayView<float> rowSums = scratch.SubView(2 * pixels, sums);
        ArrayView<float> rowSquares = scratch.SubView((2 * pixels) + sums, sums);

        KernelConfig rows = Launch.For(_accelerator, (long)shape.Height * Blocks(shape.Width, shape.Box));
        KernelConfig columns = Launch.For(_accelerator, (long)shape.Columns * Blocks(shape.Height, shape.Box));
        _rowRests.Value(stream, rows, image, rests, squareRests, shape);
        _rowWindows.Value(stream, rows, image, rests, squareRests, rowSums, rowSquares, shape);

        // The rests of the rows have served; those of the columns take their place.
        _columnRests.Value(stream, columns, rowSums, rowSquares, rests, squareRests, shape);
        _columnWindows.Value(
            stream, columns, rowSums, rowSquares, rests, squareRests, mean, deviation, shape);
    }

    private static int Blocks(int length, int box) => (length + box - 1) / box;

    // rests[y,x] = Σ image[y, x..end of x's block].
    private static void RowRestsKernel(
        ArrayView<float> image, ArrayView<float> rests, ArrayView<float> squareRests, WindowShape shape)
    {
        int index = Grid.GlobalIndex.X;
        int blocks = Blocks(shape.Width, shape.Box);
        if (index >= shape.Height * blocks)
        {
            return;
        }

        int row = index / blocks * shape.Width;
        int first = index % blocks * shape.Box;
        float sum = 0;
        float squares = 0;
        for (int x = Math.Min(first + shape.Box, shape.Width) - 1; x >= first; x--)
        {
            float value = image[row + x];
            sum += value;
            squares += value * value;
            rests[row + x] = sum;
            squareRests[row + x] = squares;
        }
    }

    private static void RowWindowsKernel(
        ArrayView<float> image,
        ArrayView<float> rests,
        ArrayView<float> squareRests,
        ArrayView<float> rowSums,
        ArrayView<float> rowSquares,
        WindowShape shape)
    {
        int index = Grid.GlobalIndex.X;
        int blocks = Blocks(shape.Width, shape.Box);
        if (index >= shape.Height * blocks)
        {
            return;
        }

        int y = index / blocks;
        int row = y * shape.Width;
        int first = index % blocks * shape.Box;
        int last = Math.Min(first + shape.Box - 1, (shape.Columns - 1) * shape.Step);
        float sum = 0;
        float squares = 0;
        for (int x = first; x <= last; x++)
        {
            if (x > first)
            {
                float value = image[row + x + shape.Box - 1];
                sum += value;
                squares += value * value;
            }

            if (x % shape.Step == 0)
            {
                int at = (y * shape.Columns) + (x / shape.Step);
                rowSums[at] = rests[row + x] + sum;
                rowSquares[at] = squareRests[row + x] + squares;
            }
        }
    }

    // As RowRestsKernel, down the columns of the rows' sums. Neighbouring threads take neighbouring columns.
    private static void ColumnRestsKernel(
        ArrayView<float> rowSums,
        ArrayView<float> rowSquares,
        ArrayView<float> rests,
        ArrayView<float> squareRests,
        WindowShape shape)
    {
        int index = Grid.GlobalIndex.X;
        int columns = shape.Columns;
        if (index >= columns * Blocks(shape.Height, shape.Box))
        {
            return;
        }

        int column = index % columns;
        int first = index / columns * shape.Box;
        float sum = 0;
        float squares = 0;
        for (int y = Math.Min(first + shape.Box, shape.Height) - 1; y >= first; y--)
        {
            int at = (y * columns) + column;
            sum += rowSums[at];
            squares += rowSquares[at];
            rests[at] = sum;
            squareRests[at] = squares;
        }
    }

    private static void ColumnWindowsKernel(
        ArrayView<float> rowSums,
        ArrayView<float> rowSquares,
        ArrayView<float> rests,
        ArrayView<float> squareRests,
        ArrayView<float> mean,
        ArrayView<float> deviation,
        WindowShape shape)
    {
        int index = Grid.GlobalIndex.X;
        int columns = shape.Columns;
        if (index >= columns * Blocks(shape.Height, shape.Box))
        {
            return;
        }

        int column = index % columns;
        int first = index / columns * shape.Box;
        int last = Math.Min(first + shape.Box - 1, (shape.Rows - 1) * shape.Step);
        float pixels = (float)shape.Box * shape.Box;
        float sum = 0;
        float squares = 0;
        for (int y = first; y <= last; y++)
        {
            if (y > first)
            {
                int next = ((y + shape.Box - 1) * columns) + column;
                sum += rowSums[next];
                squares += rowSquares[next];
            }

            if (y % shape.Step == 0)
            {
                int rest = (y * columns) + column;
                int at = (y / shape.Step * columns) + column;
                float total = rests[rest] + sum;
                float average = total / pixels;
                float variance = (squareRests[rest] + squares - (total * average)) / (pixels - 1);
                mean[at] = average;
                deviation[at] = MathF.Sqrt(variance < 0 ? 0 : variance);
            }
        }
    }
}

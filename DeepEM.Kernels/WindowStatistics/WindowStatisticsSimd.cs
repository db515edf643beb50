using System.Numerics;
using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.WindowStatistics;

/// <summary>Mean and standard deviation of every window on the host, from sums in double precision.</summary>
/// <remarks>
/// <para>
/// A window of B rows is the end of one block of B rows and the beginning of the next. Sums from each row to the end of
/// its block and a sum from the beginning of the next block, which grows from window to window, give every window with
/// one addition (van Herk's way for running extrema, Pattern Recognition Letters 13, 1992). The same then
/// happens along the row. Nothing is ever subtracted: no error builds up, and a NaN stays within its windows.
/// </para>
/// <para>
/// Each row holds W sums of values and then W sums of squares, W rounded up to whole vectors; the row's slack in the
/// image is summed along and never read.
/// </para>
/// </remarks>
internal static unsafe class WindowStatisticsSimd
{
    /// <inheritdoc cref="WindowStatisticsReference.Evaluate"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Evaluate(
        SimdTensor image, SimdTensor mean, SimdTensor deviation, WindowShape shape, SimdScratch scratch)
    {
        int box = shape.Box;
        int half = (shape.Width + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        int length = 2 * half;
        double* sums = scratch.Doubles(ScratchUse.Sums, ((nint)box + 2) * length);
        double* ends = sums;
        double* beginning = ends + ((nint)box * length);
        double* columns = beginning + length;
        double* ofRow = scratch.Doubles(ScratchUse.Row, (2 * (nint)shape.Columns) + box);

        int block = -1;
        int grown = 0;
        for (int i = 0; i < shape.Rows; i++)
        {
            int top = i * shape.Step;
            if (top / box != block)
            {
                block = top / box;
                SumEnds(image, block * box, box, half, ends);
                new Span<double>(beginning, length).Clear();
                grown = (block + 1) * box;
            }

            for (; grown < top + box; grown++)
            {
                AddRow(image, grown, half, beginning, beginning);
            }

            double* end = ends + ((nint)(top % box) * length);
            for (int x = 0; x < length; x += Vector<double>.Count)
            {
                Vector.Store(Vector.Load(end + x) + Vector.Load(beginning + x), columns + x);
            }

            double* squares = ofRow + shape.Columns;
            SumWindows(columns, shape, ofRow, squares + shape.Columns);
            SumWindows(columns + half, shape, squares, squares + shape.Columns);
            Finish(
                ofRow,
                squares,
                shape,
                mean.Data + (i * mean.RowStride),
                deviation.Data + (i * deviation.RowStride));
        }
    }

    // ends[r] = sum of the rows from first + r to the end of the block.
    private static void SumEnds(SimdTensor image, int first, int box, int half, double* ends)
    {
        nint length = 2 * (nint)half;
        new Span<double>(ends + ((box - 1) * length), 2 * half).Clear();
        for (int r = box - 1; r >= 0; r--)
        {
            double* source = ends + (Math.Min(r + 1, box - 1) * length);
            AddRow(image, first + r, half, source, ends + (r * length));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow(SimdTensor image, int y, int half, double* source, double* target)
    {
        float* row = image.Data + (y * image.RowStride);
        for (int x = 0; x < half; x += Vector<float>.Count)
        {
            Vector.Widen(Vector.Load(row + x), out Vector<double> low, out Vector<double> high);
            int next = x + Vector<double>.Count;
            Vector.Store(Vector.Load(source + x) + low, target + x);
            Vector.Store(Vector.Load(source + next) + high, target + next);
            Vector.Store(Vector.Load(source + half + x) + (low * low), target + half + x);
            Vector.Store(Vector.Load(source + half + next) + (high * high), target + half + next);
        }
    }

    // windows[j] = sum of B values from j·S on, by the same way along the row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumWindows(double* values, WindowShape shape, double* windows, double* ends)
    {
        int box = shape.Box;
        int block = -1;
        int grown = 0;
        double beginning = 0;
        for (int j = 0; j < shape.Columns; j++)
        {
            int left = j * shape.Step;
            if (left / box != block)
            {
                block = left / box;
                double sum = 0;
                for (int x = box - 1; x >= 0; x--)
                {
                    sum += values[(block * box) + x];
                    ends[x] = sum;
                }

                beginning = 0;
                grown = (block + 1) * box;
            }

            for (; grown < left + box; grown++)
            {
                beginning += values[grown];
            }

            windows[j] = ends[left - (block * box)] + beginning;
        }
    }

    private static void Finish(double* sums, double* squares, WindowShape shape, float* mean, float* deviation)
    {
        double count = (double)shape.Box * shape.Box;
        for (int j = 0; j < shape.Columns; j++)
        {
            double average = sums[j] / count;
            mean[j] = (float)average;
            deviation[j] = (float)Math.Sqrt(Math.Max(0, (squares[j] - (sums[j] * average)) / (count - 1)));
        }
    }
}

using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Peaks;

/// <summary>Local maxima of a score map on an accelerator; definition in <see cref="LocalMaximaReference"/>.</summary>
internal sealed class LocalMaximaKernels
{
    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, PeakSearch>>
        _find;

    /// <summary>Prepares the kernel for one accelerator, compiled when first used.</summary>
    public LocalMaximaKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _find = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, PeakSearch>(FindKernel));
    }

    /// <summary>Queues the search; every element of the peaks is overwritten.</summary>
    public void Find(AcceleratorStream stream, ArrayView<float> scores, ArrayView<float> peaks, PeakSearch search) =>
        _find.Value(
            stream, Launch.For(_accelerator, (long)search.Height * search.Width), scores, peaks, search);

    // Most scores fail the threshold, and most of the others meet a better one soon.
    private static void FindKernel(ArrayView<float> scores, ArrayView<float> peaks, PeakSearch search)
    {
        int index = Grid.GlobalIndex.X;
        if (index >= search.Height * search.Width)
        {
            return;
        }

        int x = index % search.Width;
        int y = index / search.Width;
        float score = scores[index];
        bool best = score > search.Threshold;
        int top = Math.Max(y - search.Reach, 0);
        int bottom = Math.Min(y + search.Reach, search.Height - 1);
        int left = Math.Max(x - search.Reach, 0);
        int right = Math.Min(x + search.Reach, search.Width - 1);
        for (int v = top; best && v <= bottom; v++)
        {
            for (int u = left; best && u <= right; u++)
            {
                int other = (v * search.Width) + u;
                int distance = ((v - y) * (v - y)) + ((u - x) * (u - x));
                float rival = scores[other];
                bool beaten = rival > score || (rival == score && other > index);
                best = distance > search.SquaredRadius || !beaten;
            }
        }

        peaks[index] = best ? score : float.NegativeInfinity;
    }
}

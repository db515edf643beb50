using DeepEM.Kernels.Ilgpu;
using ILGPU;
using ILGPU.Runtime;

namespace DeepEM.Kernels.Resampling;

/// <summary>Binning on an accelerator; definition in <see cref="BinningReference"/>.</summary>
internal sealed class BinningKernels
{
    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, int, int, int>>
        _bin;

    /// <summary>Prepares the kernel for one accelerator, compiled when first used.</summary>
    public BinningKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _bin = new(() => accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, int, int, int>(BinKernel));
    }

    /// <summary>Queues binning; every element of the output is overwritten.</summary>
    public void Bin(
        AcceleratorStream stream, ArrayView<float> image, ArrayView<float> output, int height, int width, int factor)
    {
        long count = (long)(((height - 1) / factor) + 1) * (((width - 1) / factor) + 1);
        _bin.Value(stream, Launch.For(_accelerator, count), image, output, height, width, factor);
    }

    private static void BinKernel(
        ArrayView<float> image, ArrayView<float> output, int height, int width, int factor)
    {
        int index = Grid.GlobalIndex.X;
        int outHeight = ((height - 1) / factor) + 1;
        int outWidth = ((width - 1) / factor) + 1;
        if (index >= outHeight * outWidth)
        {
            return;
        }

        int top = index / outWidth * factor;
        int left = index % outWidth * factor;
        int bottom = Math.Min(top + factor, height);
        int right = Math.Min(left + factor, width);

        // Each row has its own sum, so that a large block loses no more than a small one.
        float total = 0;
        for (int y = top; y < bottom; y++)
        {
            float sum = 0;
            for (int x = left; x < right; x++)
            {
                sum += image[(y * width) + x];
            }

            total += sum;
        }

        output[index] = total / ((bottom - top) * (right - left));
    }
}

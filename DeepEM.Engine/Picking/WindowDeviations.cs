using DeepEM.Kernels.Backends;
using DeepEM.Kernels.WindowStatistics;

namespace DeepEM.Engine.Picking;

/// <summary>Standard deviations of all windows of a micrograph, for the published filter.</summary>
internal static class WindowDeviations
{
    /// <summary>Rows·Columns standard deviations (N − 1) in grey levels, row by row.</summary>
    public static float[] Of(IComputeBackend backend, float[] pixels, WindowShape shape)
    {
        double sum = 0;
        foreach (float pixel in pixels)
        {
            sum += pixel;
        }

        // Sums of squares lose fewest digits around the mean.
        float mean = (float)(sum / pixels.Length);
        float[] centred = new float[pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            centred[i] = pixels[i] - mean;
        }

        var windows = new ImageShape(1, 1, shape.Rows, shape.Columns);
        using Tensor image = backend.AllocateImages(
            new ImageShape(1, 1, shape.Height, shape.Width), ImageLayout.Micrograph);
        using Tensor means = backend.AllocateImages(windows, ImageLayout.Micrograph);
        using Tensor deviations = backend.AllocateImages(windows, ImageLayout.Micrograph);
        image.Upload(centred);
        backend.WindowStatistics(image, means, deviations, shape);
        float[] result = new float[windows.Length];
        deviations.Download(result);
        return result;
    }
}

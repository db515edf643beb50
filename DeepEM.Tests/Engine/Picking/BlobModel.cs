using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Tests.Engine.Picking;

/// <summary>A model written by hand that answers how much a window's middle looks like a Gaussian blob.</summary>
internal static class BlobModel
{
    /// <summary>Standard deviation of the blobs, pixels.</summary>
    public const double Sigma = 3;

    private const int Kernel = 9;
    private const int Side = 16;

    // 16 px − 8 = 8 px, pooled to 4×4 of which the middle four lie evenly around the window's centre.
    private static readonly NetworkDescription _network =
        new(Side, [new ConvolutionStage(1, Kernel, 2)], ActivationKind.Identity, PoolingKind.Mean);

    public static PickingModel Create(double edgeMargin)
    {
        float[] parameters = new float[_network.ParameterCount];
        IReadOnlyList<ParameterBlock> blocks = ParameterBlock.Of(_network);
        double square = 0;
        for (int i = 0; i < Kernel * Kernel; i++)
        {
            double weight = Gauss((i / Kernel) - 4, (i % Kernel) - 4);
            parameters[blocks[0].Offset + i] = (float)weight;
            square += weight * weight;
        }

        // The middle of a blob of height 1 gives a logit of about 4, empty places give −4.
        foreach (int cell in (int[])[5, 6, 9, 10])
        {
            parameters[blocks[1].Offset + cell] = (float)(8 / (4 * square));
        }

        parameters[blocks[1].BiasOffset] = -4;
        return new PickingModel
        {
            Network = _network,
            Parameters = parameters,
            Preset = NetworkPreset.Auto,
            PixelSizeAngstrom = 1,
            DiameterAngstrom = 6 * Sigma,
            Binning = 1,
            Threshold = 0.5,
            EdgeMarginAngstrom = edgeMargin,
        };
    }

    /// <summary>An image of blobs on nothing, as the network sees it.</summary>
    public static PreparedMicrograph Image(int height, int width, params IEnumerable<(double X, double Y)> blobs)
    {
        float[] pixels = new float[height * width];
        foreach ((double blobX, double blobY) in blobs)
        {
            for (int i = 0; i < pixels.Length; i++)
            {
                pixels[i] += (float)Gauss((i / width) - blobY, (i % width) - blobX);
            }
        }

        return new PreparedMicrograph("blobs", pixels, height, width, 1, height, width);
    }

    private static double Gauss(double dy, double dx) => Math.Exp(-((dx * dx) + (dy * dy)) / (2 * Sigma * Sigma));
}

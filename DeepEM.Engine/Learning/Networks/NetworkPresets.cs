using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Engine.Learning.Networks;

/// <summary>The published networks, and the rule that sizes a network for a particle.</summary>
public static class NetworkPresets
{
    /// <summary>Diameter of a particle, in pixels, that micrographs are binned to.</summary>
    public const double BinnedDiameter = 35;

    /// <summary>Original pixels per pixel of the binned image, at least.</summary>
    public const double LeastBinning = 0.5;

    // Below this diameter the usual window would show more of the surroundings than of the particle.
    private const double SmallDiameter = 22;
    private const int UsualSide = 64;
    private const int SmallSide = 48;

    /// <summary>KLH as published (table of the paper's parameter files): 62,761 parameters.</summary>
    public static NetworkDescription Klh { get; } = new(
        272,
        [new ConvolutionStage(6, 51, 3), new ConvolutionStage(12, 21, 2), new ConvolutionStage(12, 10, 2)],
        ActivationKind.Sigmoid,
        PoolingKind.Mean);

    /// <summary>19S as published: 12,703 parameters.</summary>
    public static NetworkDescription NineteenS { get; } = new(
        160,
        [new ConvolutionStage(6, 20, 3), new ConvolutionStage(12, 10, 2), new ConvolutionStage(12, 4, 2)],
        ActivationKind.Sigmoid,
        PoolingKind.Mean);

    /// <summary>The binning that brings a particle to the size that networks see it at.</summary>
    /// <param name="diameter">Diameter in pixels of the unbinned micrograph.</param>
    /// <param name="seen">Diameter in pixels that the network is to see.</param>
    /// <returns>
    /// Original pixels per pixel of the binned image, any number from <see cref="LeastBinning"/>: smaller particles are
    /// seen smaller, since to enlarge them more adds nothing but time.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A diameter is not a positive number.</exception>
    public static double BinningFor(double diameter, double seen = BinnedDiameter)
    {
        RequirePositive(diameter);
        RequirePositive(seen);
        return Math.Max(LeastBinning, diameter / seen);
    }

    /// <summary>A network for particles of a diameter.</summary>
    /// <remarks>
    /// The paper's design rule: each convolution leaves 70 to 90 % of its input's side, and pooling halves it. Binned
    /// particles measure 25 to 50 px, and one window of 64 px serves them all, so that what was learnt on one kind of
    /// particle can be the start for another; only particles that are small unbinned have a window of 48 px.
    /// </remarks>
    /// <param name="diameter">Diameter in pixels of the image that the network sees.</param>
    /// <returns>Three convolutions with maximum pooling and rectifiers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The diameter is not a positive number.</exception>
    public static NetworkDescription ForDiameter(double diameter)
    {
        RequirePositive(diameter);
        return new NetworkDescription(
            diameter < SmallDiameter ? SmallSide : UsualSide,
            [new ConvolutionStage(16, 9, 2), new ConvolutionStage(32, 5, 2), new ConvolutionStage(64, 3, 2)],
            ActivationKind.Relu,
            PoolingKind.Max);
    }

    private static void RequirePositive(double diameter)
    {
        if (!(diameter > 0) || !double.IsFinite(diameter))
        {
            throw new ArgumentOutOfRangeException(nameof(diameter), diameter, "A diameter is a positive length.");
        }
    }
}

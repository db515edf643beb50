using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Engine.Networks;

/// <summary>The published networks, and the rule that sizes a network for a particle.</summary>
public static class NetworkPresets
{
    /// <summary>Diameter of a particle, in pixels, that micrographs are binned to.</summary>
    public const double BinnedDiameter = 35;

    /// <summary>
    /// Side of the window as a multiple of the particle's diameter; the published 272 px is 1.7 of KLH's.
    /// </summary>
    public const double WindowPerDiameter = 1.75;

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

    /// <summary>The binning that brings a particle's diameter nearest to <see cref="BinnedDiameter"/>.</summary>
    /// <param name="diameter">Diameter in pixels of the unbinned micrograph.</param>
    /// <returns>Side of the blocks that are averaged, at least 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The diameter is not a positive number.</exception>
    public static int BinningFor(double diameter)
    {
        RequirePositive(diameter);
        int below = Math.Max(1, (int)Math.Floor(diameter / BinnedDiameter));

        // Nearest as a ratio: 50 px and 24.5 px are equally far from 35 px.
        double tooLarge = diameter / below / BinnedDiameter;
        double tooSmall = BinnedDiameter / (diameter / (below + 1));
        return tooLarge <= tooSmall ? below : below + 1;
    }

    /// <summary>A network for particles of a diameter.</summary>
    /// <remarks>
    /// The paper's design rule: each convolution leaves 70 to 90 % of its input's side, and pooling halves it. Kernels
    /// of 9, 5 and 3 px meet it for every window side of 48 to 80 px that is a multiple of 8.
    /// </remarks>
    /// <param name="diameter">Diameter in pixels of the image that the network sees.</param>
    /// <returns>Three convolutions with maximum pooling and rectifiers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The diameter is not a positive number.</exception>
    public static NetworkDescription ForDiameter(double diameter)
    {
        RequirePositive(diameter);
        int side = Math.Clamp((int)Math.Round(WindowPerDiameter * diameter / 8) * 8, 48, 80);
        return new NetworkDescription(
            side,
            [new ConvolutionStage(8, 9, 2), new ConvolutionStage(16, 5, 2), new ConvolutionStage(32, 3, 2)],
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

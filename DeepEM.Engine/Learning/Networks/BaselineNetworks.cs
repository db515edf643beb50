using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Engine.Learning.Networks;

/// <summary>Three networks to measure with: the same that other libraries are measured on.</summary>
public static class BaselineNetworks
{
    /// <summary>A small network of today: 64 px, rectifiers and maximum pooling.</summary>
    public static NetworkDescription A { get; } = new(
        64,
        [new ConvolutionStage(8, 7, 2), new ConvolutionStage(16, 5, 2), new ConvolutionStage(32, 3, 2)],
        ActivationKind.Relu,
        PoolingKind.Max);

    /// <summary>Like the published networks: 180 px, large kernels, sigmoids and mean pooling.</summary>
    public static NetworkDescription B { get; } = new(
        180,
        [new ConvolutionStage(6, 21, 2), new ConvolutionStage(12, 15, 2), new ConvolutionStage(12, 10, 3)],
        ActivationKind.Sigmoid,
        PoolingKind.Mean);

    /// <summary>Like the published networks, at 128 px.</summary>
    public static NetworkDescription C { get; } = new(
        128,
        [new ConvolutionStage(6, 15, 2), new ConvolutionStage(12, 10, 2), new ConvolutionStage(12, 5, 2)],
        ActivationKind.Sigmoid,
        PoolingKind.Mean);

    /// <summary>The letters of the networks.</summary>
    public static IReadOnlyList<string> Names { get; } = ["A", "B", "C"];

    /// <summary>The network of a letter.</summary>
    /// <param name="name">"A", "B" or "C".</param>
    /// <returns>The network.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such network.</exception>
    public static NetworkDescription Named(string name) => name switch
    {
        "A" => A,
        "B" => B,
        "C" => C,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "The networks are A, B and C."),
    };
}

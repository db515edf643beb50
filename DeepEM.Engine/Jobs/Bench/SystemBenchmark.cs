using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;
using DeepEM.Kernels.WindowStatistics;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>
/// Measures a device in about a minute: limits of the host, each family of kernels, a step of training, a micrograph.
/// </summary>
public static class SystemBenchmark
{
    /// <summary>Measures one row after the other.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="threads">Threads of the CPU.</param>
    /// <param name="seconds">How long each row is measured.</param>
    /// <param name="cancellation">Ends the measurement between two calls.</param>
    /// <returns>The rows, each measured when it is asked for.</returns>
    public static IEnumerable<BenchmarkRow> Run(
        IComputeBackend backend, int threads, double seconds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(backend);
        yield return Limit($"multiply-add, {Threads(1)}", MachinePeak.MultiplyAddRate(1, seconds), "GFLOP/s");
        double compute = MachinePeak.MultiplyAddRate(threads, seconds);
        yield return Limit($"multiply-add, {Threads(threads)}", compute, "GFLOP/s");
        double memory = MachinePeak.ReadRate(threads, seconds);
        yield return Limit($"reading memory, {Threads(threads)}", memory, "GB/s");

        // The host's limits say nothing about other devices.
        bool isHost = backend.LendsHostCores;
        foreach ((string subject, Func<BenchmarkWork> make) in Kernels(backend))
        {
            using BenchmarkWork work = make();
            double time = MedianTimer.Measure(work.Run, seconds, cancellation);
            bool computes = work.Cost.Operations > 0;
            double rate = (computes ? work.Cost.Operations : work.Cost.Bytes) / time / 1e9;
            double? share = isHost ? rate / (computes ? compute : memory) : null;
            yield return new BenchmarkRow(subject, 1000 * time, rate, computes ? "GFLOP/s" : "GB/s", share);
        }

        const int batch = 128;
        foreach (string name in BaselineNetworks.Names)
        {
            int steps = TrainingWork.StepsOn(backend);
            using var work = new TrainingWork(backend, BaselineNetworks.Named(name), batch, steps);
            double time = MedianTimer.Measure(work.Run, seconds, cancellation) / steps;
            yield return new BenchmarkRow(
                $"training step {name}, {batch} windows",
                1000 * time,
                batch / time,
                "windows/s",
                isHost ? work.Cost.Operations / steps / time / 1e9 / compute : null);
        }

        const int side = 4096;
        using var micrograph = new MicrographWork(backend, side);
        double whole = MedianTimer.Measure(micrograph.Run, seconds, cancellation);
        yield return new BenchmarkRow(
            $"micrograph {side}×{side}, MRC to STAR", 1000 * whole, 1 / whole, "micrographs/s", Share: null);
    }

    private static BenchmarkRow Limit(string subject, double rate, string unit) =>
        new(subject, Milliseconds: null, rate, unit, Share: null);

    private static string Threads(int count) => count == 1 ? "1 thread" : $"{count} threads";

    private static IEnumerable<(string Subject, Func<BenchmarkWork> Make)> Kernels(IComputeBackend backend)
    {
        NetworkDescription network = BaselineNetworks.A;
        IReadOnlyList<ConvolutionShape> shapes = network.ConvolutionShapes(64);
        ConvolutionShape second = shapes[1];
        ConvolutionShape large = BaselineNetworks.C.ConvolutionShapes(64)[1];
        var channels = new ConvolutionShape(32, 32, 64, 64, 32, 3, 3);
        PoolingShape pooling = network.PoolingShape(0, shapes[0]);
        var output = new ImageShape(64, network.OutputMaps, network.OutputSide, network.OutputSide);
        var windows = new WindowShape(1024, 1024, Box: 64, Step: 4);

        yield return ("convolution 7×7", () => LayerWork.Convolution(backend, shapes[0], ConvolutionPass.Forward));
        yield return ("convolution 5×5", () => LayerWork.Convolution(backend, second, ConvolutionPass.Forward));
        yield return ("convolution 3×3", () => LayerWork.Convolution(backend, shapes[2], ConvolutionPass.Forward));
        yield return ("convolution 10×10", () => LayerWork.Convolution(backend, large, ConvolutionPass.Forward));
        yield return ("convolution 3×3, 32 channels",
            () => LayerWork.Convolution(backend, channels, ConvolutionPass.Forward));
        yield return ("input gradient 3×3, 32 channels",
            () => LayerWork.Convolution(backend, channels, ConvolutionPass.InputGradient));
        yield return ("weights gradient 3×3, 32 channels",
            () => LayerWork.Convolution(backend, channels, ConvolutionPass.WeightsGradient));
        yield return ("input gradient 5×5",
            () => LayerWork.Convolution(backend, second, ConvolutionPass.InputGradient));
        yield return ("weights gradient 5×5",
            () => LayerWork.Convolution(backend, second, ConvolutionPass.WeightsGradient));
        yield return ("maximum pooling", () => LayerWork.Pooling(backend, pooling, PoolingKind.Max, backward: false));
        yield return ("maximum pooling, gradient",
            () => LayerWork.Pooling(backend, pooling, PoolingKind.Max, backward: true));
        yield return ("mean pooling", () => LayerWork.Pooling(backend, pooling, PoolingKind.Mean, backward: false));
        yield return ("rectifier, gradient",
            () => LayerWork.ActivationGradient(backend, shapes[0].Output, ActivationKind.Relu));
        yield return ("output unit and gradients", () => LayerWork.OutputUnit(backend, output));
        yield return ("Adam, a million parameters", () => MapWork.Adam(backend, 1 << 20));
        yield return ("window statistics", () => MapWork.WindowStatistics(backend, windows));
        yield return ("local maxima", () => MapWork.LocalMaxima(backend, 1024));
        yield return ("binning by 4", () => MapWork.Binning(backend, 2048, 4));
        yield return ("Fourier transform", () => MapWork.FourierTransform(backend, 1024));
        yield return ("128 crops on rings, 13 shifts",
            () => AlignmentWork.Expansion(backend, AlignmentWork.CropsOf96(128)));
        yield return ("128 crops against 20 classes",
            () => AlignmentWork.Alignment(backend, AlignmentWork.TwentyClasses(128)));
        yield return ("image to the device and back", () => MapWork.Transfer(backend, 1024));
    }
}

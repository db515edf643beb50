using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>Measures networks that other libraries are measured on, too: training, windows and whole images.</summary>
/// <remarks>
/// For each network N: <c>N.train.patches_per_s</c>, <c>N.infer.patches_per_s</c>, and for the strides 4 and 1
/// <c>N.dense4.ms</c>, the scores of all windows centred on the image, and <c>N.dense4.inside_ms</c>, of as many
/// windows as lie wholly inside it, which is what the convolutions of a library give.
/// </remarks>
public static class NetworkBenchmark
{
    private static readonly int[] _strides = [4, 1];

    /// <summary>Measures one figure after the other.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="settings">What is measured.</param>
    /// <param name="cancellation">Ends the measurement between two calls.</param>
    /// <returns>The figures, each measured when it is asked for.</returns>
    public static IEnumerable<BenchmarkFigure> Run(
        IComputeBackend backend, NetworkBenchmarkSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Networks.SelectMany(
            name => Of(backend, name, BaselineNetworks.Named(name), settings, cancellation));
    }

    private static IEnumerable<BenchmarkFigure> Of(
        IComputeBackend backend,
        string name,
        NetworkDescription network,
        NetworkBenchmarkSettings settings,
        CancellationToken cancellation)
    {
        double Median(Func<BenchmarkWork> make)
        {
            using BenchmarkWork work = make();
            return MedianTimer.Measure(work.Run, settings.Seconds, cancellation);
        }

        int batch = settings.TrainingBatch;
        int steps = TrainingWork.StepsOn(backend);
        yield return new BenchmarkFigure(
            $"{name}.train.patches_per_s",
            steps * batch / Median(() => new TrainingWork(backend, network, batch, steps)));

        batch = settings.InferenceBatch;
        yield return new BenchmarkFigure(
            $"{name}.infer.patches_per_s", batch / Median(() => new WindowScoringWork(backend, network, batch)));

        int inside = DenseWork.InsideSide(network, settings.ImageSide);
        foreach (int stride in _strides)
        {
            yield return new BenchmarkFigure(
                $"{name}.dense{stride}.ms",
                1000 * Median(() => new DenseWork(backend, network, stride, settings.ImageSide)));
            yield return new BenchmarkFigure(
                $"{name}.dense{stride}.inside_ms",
                1000 * Median(() => new DenseWork(backend, network, stride, inside)));
        }
    }
}

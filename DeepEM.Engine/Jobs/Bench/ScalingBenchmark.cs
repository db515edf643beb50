using System.Diagnostics;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>Measures how the time of picking grows with the micrographs, the particles and their number.</summary>
/// <remarks>
/// Whole runs of the general model over noise in float32 pixels, from files in the page cache to STAR files, without
/// pictures. Each is run once to warm up and then three times; the median counts.
/// </remarks>
public sealed class ScalingBenchmark
{
    private const double PixelSizeAngstrom = 1;
    private const int Repetitions = 3;

    // Micrographs of a run whose time is shared out: reading, computing and writing overlap only from the second on.
    private const int RunLength = 4;

    private readonly IComputeBackend _backend;

    /// <summary>Prepares the measurement.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    public ScalingBenchmark(IComputeBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        _backend = backend;
    }

    /// <summary>Sides of the micrographs, pixels, for particles of <see cref="UsualDiameter"/>.</summary>
    public IReadOnlyList<int> Sides { get; init; } = [1024, 1448, 2048, 2896, 4096, 5792];

    /// <summary>Diameters of the particles, pixels, on micrographs of <see cref="UsualSide"/>.</summary>
    public IReadOnlyList<int> Diameters { get; init; } = [35, 50, 70, 105, 140, 210, 280, 420];

    /// <summary>Numbers of micrographs of a run.</summary>
    public IReadOnlyList<int> Counts { get; init; } = [1, 2, 4, 8, 16, 32];

    /// <summary>Side of the micrographs while something else grows, pixels.</summary>
    public int UsualSide { get; init; } = 2048;

    /// <summary>Diameter of the particles while something else grows, pixels.</summary>
    public int UsualDiameter { get; init; } = 140;

    /// <summary>Measures one point after the other.</summary>
    /// <param name="cancellation">Ends the measurement within a run.</param>
    /// <returns>The points, each measured when it is asked for.</returns>
    /// <exception cref="IOException">The temporary folder could not be written.</exception>
    public IEnumerable<ScalingPoint> Run(CancellationToken cancellation)
    {
        foreach (int side in Sides)
        {
            double seconds = Measure(side, UsualDiameter, RunLength, cancellation) / RunLength;
            yield return new ScalingPoint(ScalingAxis.Side, side, seconds);
        }

        foreach (int diameter in Diameters)
        {
            double seconds = Measure(UsualSide, diameter, RunLength, cancellation) / RunLength;
            yield return new ScalingPoint(ScalingAxis.Diameter, diameter, seconds);
        }

        foreach (int count in Counts)
        {
            double seconds = Measure(UsualSide, UsualDiameter, count, cancellation);
            yield return new ScalingPoint(ScalingAxis.Micrographs, count, seconds);
        }
    }

    private double Measure(int side, int diameter, int count, CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();
        string noise = folder["noise.mrc"];
        float[] pixels = SeededNumbers.Uniform((long)side * side, -1.7, 1.7, new RandomSource(5));
        MrcWriter.Write(noise, pixels, side, side, PixelSizeAngstrom);
        MicrographSource[] sources =
            [.. Enumerable.Range(0, count).Select(n => new MicrographSource(noise, $"noise{n}.mrc", null))];
        var settings = new PickingRunSettings(
            folder["out"], Threshold: null, PixelSizeAngstrom, Pictures: 0, Strict: true)
        {
            Overwrite = true,
        };
        PickOnce();
        return OrderStatistic.Median(Enumerable.Range(0, Repetitions).Select(_ => PickOnce()));

        double PickOnce()
        {
            long start = Stopwatch.GetTimestamp();
            PickingRun.Run(
                _backend, GeneralModel.For(diameter), sources, settings, progress: null, cancellation);
            cancellation.ThrowIfCancellationRequested();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }
}

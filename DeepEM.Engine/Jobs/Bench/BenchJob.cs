using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>The measurements of a device that write files.</summary>
public static class BenchJob
{
    /// <summary>Refuses outputs that cannot be written, before a device is opened.</summary>
    /// <param name="json">As for <see cref="MeasureNetworks"/>.</param>
    /// <param name="scaling">As for <see cref="MeasureScaling"/>, or null.</param>
    /// <exception cref="IOException">One cannot be written.</exception>
    public static void Require(string? json, string? scaling)
    {
        if (json is not null)
        {
            OutputFile.Require(json);
            OutputFile.Require(RunRecord.PathBeside(json));
        }

        if (scaling is not null)
        {
            OutputFile.RequireFolder(scaling);
        }
    }

    /// <summary>Measures the networks that other libraries are measured on, too.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="settings">What is measured.</param>
    /// <param name="json">A file for the figures, with FILE.settings.json beside it; or null.</param>
    /// <param name="measured">Told each figure as it is measured, or null.</param>
    /// <param name="context">When to stop and how the job was called; null for never.</param>
    /// <returns>The figures.</returns>
    /// <exception cref="IOException">The file could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended; nothing is written.</exception>
    public static IReadOnlyList<BenchmarkFigure> MeasureNetworks(
        IComputeBackend backend,
        NetworkBenchmarkSettings settings,
        string? json = null,
        Action<BenchmarkFigure>? measured = null,
        JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        context ??= JobContext.Silent;
        Require(json, scaling: null);
        List<BenchmarkFigure> figures = [];
        foreach (BenchmarkFigure figure in NetworkBenchmark.Run(backend, settings, context.Cancellation))
        {
            measured?.Invoke(figure);
            figures.Add(figure);
        }

        if (json is not null)
        {
            int threads = context.Threads ?? backend.Workers;
            AtomicFile.Write(
                json, stream => BenchmarkFigure.WriteJson(figures, backend.DeviceName, threads, stream));
            Record(backend, context, settings).Write(RunRecord.PathBeside(json));
        }

        return figures;
    }

    /// <summary>Measures how the time of picking grows, and writes a table and a picture.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="folder">Where scaling.csv, scaling.png and settings.json go; made when missing.</param>
    /// <param name="measured">Told each point as it is measured, or null.</param>
    /// <param name="context">When to stop and how the job was called; null for never.</param>
    /// <returns>The points.</returns>
    /// <exception cref="IOException">A file could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended; nothing is written.</exception>
    public static IReadOnlyList<ScalingPoint> MeasureScaling(
        IComputeBackend backend,
        string folder,
        Action<ScalingPoint>? measured = null,
        JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        context ??= JobContext.Silent;
        Require(json: null, folder);
        var benchmark = new ScalingBenchmark(backend);
        List<ScalingPoint> points = [];
        foreach (ScalingPoint point in benchmark.Run(context.Cancellation))
        {
            measured?.Invoke(point);
            points.Add(point);
        }

        ScalingOutputs.Write(folder, points);
        Record(backend, context, benchmark).Write(Path.Combine(folder, RunRecord.FileName));
        return points;
    }

    private static RunRecord Record(IComputeBackend backend, JobContext context, object settings) => RunRecord.Of(
        context.Arguments,
        backend.DeviceName,
        new Dictionary<string, object?> { ["Run"] = settings, ["Threads"] = context.Threads });
}

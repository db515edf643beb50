using System.Text.Json;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Simulation;

/// <summary>Makes a set of micrographs of one invented particle from a seed.</summary>
/// <remarks>
/// Micrograph n depends on the seed, the settings and n alone: a longer set begins with the shorter one, and the
/// number of threads changes nothing.
/// </remarks>
public sealed class DataSetSimulator
{
    // The model's part of the seed; micrographs have the parts from 0.
    private const int ModelPart = -1;

    private static readonly JsonSerializerOptions _json = new() { WriteIndented = true };

    private readonly SimulationSettings _settings;
    private readonly long _seed;
    private readonly RandomSource _random;
    private readonly MicrographSimulator _simulator;

    /// <summary>Invents the particle and prepares its micrographs.</summary>
    /// <param name="settings">How the micrographs look.</param>
    /// <param name="seed">Decides all that is random.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public DataSetSimulator(SimulationSettings settings, long seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        (_settings, _seed) = (settings, seed);
        _random = new RandomSource(seed);
        Model = ParticleModel.Invent(settings.Particle, _random.Fork(ModelPart));
        _simulator = new MicrographSimulator(Model, settings, threads);
    }

    /// <summary>The particle.</summary>
    public ParticleModel Model { get; }

    /// <summary>Makes one micrograph.</summary>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="cancellation">Ends the work between two steps.</param>
    /// <returns>The micrograph with its truth.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public SimulatedMicrograph Simulate(int number, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return _simulator.Simulate(_random.Fork(number), cancellation);
    }

    /// <summary>Makes the first micrographs and writes them with their truth, list and settings.</summary>
    /// <param name="directory">The folder, made when it is not there; files of the same names are replaced.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="progress">Told after each micrograph; may be null.</param>
    /// <param name="cancellation">Ends the work; micrographs that are finished stay, without a list.</param>
    /// <returns>What was written, in order; the list is <c>micrographs.star</c> and the settings are
    /// <c>simulation.json</c> in the folder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<SimulatedFile> Write(
        string directory,
        int count,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        OutputFolder.Make(directory);
        List<SimulatedFile> files = [];
        for (int number = 0; number < count; number++)
        {
            SimulatedFile file = SimulationWriter.Write(directory, number, Simulate(number, cancellation));
            files.Add(file);
            progress?.Report(new StageProgress("Simulating", number + 1, count)
            {
                Figures = [new ProgressFigure("particles", file.ParticleCount, "N0")],
            });
        }

        AtomicFile.WriteText(
            Path.Combine(directory, "simulation.json"),
            writer => writer.Write(JsonSerializer.Serialize(new Run(_seed, count, _settings), _json) + "\n"));
        SimulationWriter.WriteList(directory, files, _settings);
        return files;
    }

    // What a run was, for whoever wants to repeat it.
    private sealed record Run(long Seed, int Count, SimulationSettings Settings);
}

using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.Checkpoints;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Simulation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Tests.Support;

/// <summary>Simulated micrographs with easy particles and a model trained on some of them, made once for all tests.
/// </summary>
/// <remarks>Particles of 50 px, which the default recipe bins by 2.</remarks>
internal sealed class SmallData : IDisposable
{
    public const double DiameterAngstrom = 125;
    public const double PixelSizeAngstrom = 2.5;
    public const int TrainingMicrographs = 3;
    public const int UnseenMicrographs = 2;

    private static readonly Lazy<SmallData> _shared = new(() => new SmallData());
    private readonly ScratchFolder _folder = new();
    private readonly Lazy<TrainingReport> _report;

    private SmallData()
    {
        var simulator = new DataSetSimulator(Simulation, seed: 5, threads: 2);
        simulator.Write(TrainingFolder, TrainingMicrographs);
        Directory.CreateDirectory(UnseenFolder);
        for (int i = 0; i < UnseenMicrographs; i++)
        {
            int number = TrainingMicrographs + i;
            SimulationWriter.Write(UnseenFolder, number, simulator.Simulate(number));
        }

        _report = new Lazy<TrainingReport>(() => Train(threads: 2, Settings with { Epochs = 2 }));
    }

    public static SmallData Shared => _shared.Value;

    public static SimulationSettings Simulation { get; } = new()
    {
        Height = 448,
        Width = 512,
        PixelSizeAngstrom = PixelSizeAngstrom,
        Particle = new ParticleModelSettings { DiameterAngstrom = DiameterAngstrom },
        SignalToNoise = 2,
        MinimumCoverage = 0.22,
        LumpsPerSquareMicrometre = 0,
    };

    public static TrainingRunSettings Settings { get; } =
        new(NetworkPreset.Auto, DiameterAngstrom, Labels: null, Rounds: 1, Epochs: 1, Seed: 1);

    public string TrainingFolder => _folder["training"];

    public string UnseenFolder => _folder["unseen"];

    public static string TruthOf(string folder) => Path.Combine(folder, "truth");

    /// <summary>Two epochs on all training micrographs.</summary>
    public TrainingReport Report => _report.Value;

    public PickingModel Model => Report.Model;

    public static IReadOnlyList<MicrographSource> Sources(string folder) =>
        MicrographList.Expand([folder], TextReader.Null);

    /// <summary>The training micrographs with their true particles.</summary>
    public IReadOnlyList<TrainingItem> Items()
    {
        PickSet truth = PickReader.Read(TruthOf(TrainingFolder));
        return TrainingItems.Match(Sources(TrainingFolder), null, truth, added: null, negatives: null, warnings: []);
    }

    public TrainingReport Train(int threads, TrainingRunSettings settings)
    {
        using var backend = new SimdBackend(threads);
        return TrainingRun.Run(
            backend, Items(), settings, TrainingCheckpoint.None(), progress: null, CancellationToken.None);
    }

    /// <summary>The model as a file has it.</summary>
    public static byte[] Bytes(PickingModel model)
    {
        using var stream = new MemoryStream();
        ModelFile.Write(stream, model);
        return stream.ToArray();
    }

    public static void Release()
    {
        if (_shared.IsValueCreated)
        {
            _shared.Value.Dispose();
        }
    }

    public void Dispose() => _folder.Dispose();
}

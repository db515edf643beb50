using DeepEM.Engine.Simulation;

namespace DeepEM.Engine.Jobs.Demo;

/// <summary>How large a demonstration is.</summary>
/// <param name="Simulation">How the micrographs look.</param>
/// <param name="TrainingMicrographs">Micrographs to train on.</param>
/// <param name="UnseenMicrographs">Micrographs to pick.</param>
/// <param name="Epochs">Epochs of the training.</param>
/// <param name="Seed">Decides everything that is drawn by chance.</param>
/// <param name="Threads">Threads of the simulation.</param>
public sealed record DemoSettings(
    SimulationSettings Simulation, int TrainingMicrographs, int UnseenMicrographs, int Epochs, long Seed, int Threads)
{
    /// <summary>What the command shows: a few minutes on two cores.</summary>
    /// <param name="seed">Decides everything that is drawn by chance.</param>
    /// <param name="threads">Threads of the simulation.</param>
    /// <returns>The settings.</returns>
    // Eight epochs are enough for simulated particles at this signal; the default of 24 takes three times as long for
    // 0.01 of F1.
    public static DemoSettings Of(long seed, int threads) => new(
        new SimulationSettings { Height = 1280, Width = 1280, PixelSizeAngstrom = 2 }, 6, 3, 8, seed, threads);
}

using DeepEM.Engine.Simulation;

namespace DeepEM.Engine.Jobs.Simulate;

/// <summary>Which micrographs are simulated.</summary>
/// <param name="Micrographs">How they look.</param>
/// <param name="Count">How many, at least 1.</param>
/// <param name="Seed">Decides everything that is drawn by chance.</param>
/// <param name="Threads">Threads of the CPU; the result does not depend on them.</param>
public sealed record SimulationJobSettings(SimulationSettings Micrographs, int Count, long Seed, int Threads);

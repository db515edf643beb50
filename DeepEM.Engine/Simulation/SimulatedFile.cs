using DeepEM.Engine.Micrographs.Optics;

namespace DeepEM.Engine.Simulation;

/// <summary>One simulated micrograph on disk.</summary>
/// <param name="MicrographPath">The MRC file.</param>
/// <param name="TruthPath">The STAR file of its particles.</param>
/// <param name="ParticleCount">How many particles it shows.</param>
/// <param name="Optics">The transfer function, with its defocus.</param>
public sealed record SimulatedFile(
    string MicrographPath, string TruthPath, int ParticleCount, ContrastTransferFunction Optics);

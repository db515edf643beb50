using System.Numerics;

namespace DeepEM.Engine.Simulation;

/// <summary>One blob of a particle's density.</summary>
/// <remarks><code>ρ(r) = Amplitude · exp(−|r − Centre|² / (2 · Width²))</code></remarks>
/// <param name="Centre">Centre, angstrom, in the particle's own frame.</param>
/// <param name="Width">Standard deviation, angstrom.</param>
/// <param name="Amplitude">Density at the centre, arbitrary units.</param>
public readonly record struct SphericalGaussian(Vector3 Centre, double Width, double Amplitude)
{
    /// <summary>Integral over space up to the factor (2π)^(3/2) that all blobs share.</summary>
    public double RelativeMass => Amplitude * Width * Width * Width;
}

using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>Power of noise and of particles on each ring in Fourier space, under the mask of the averages.</summary>
/// <remarks>
/// A crop has <c>p(k) = Σ_m w_m |a_m(k)|²</c> on ring k, w_0 = 1, else 2. The noise is the mean over crops without
/// particles, but no more than that of the crops with them, and no less than a hundredth of the strongest ring: what a
/// low-pass filter left empty is not to be blown up into classes.
/// </remarks>
internal sealed class RingNoise
{
    private const double LeastShare = 0.01;

    // Rings are used as far out as the particles have this share of their strongest ring.
    private const double UsedShare = 0.01;

    // Classes need some detail to differ by.
    private const int FewestRings = 6;

    private RingNoise(double[] noise, double[] particles) => (Noise, Particles) = (noise, particles);

    /// <summary>Power of the noise, by ring; ring 0 is not used.</summary>
    public IReadOnlyList<double> Noise { get; }

    /// <summary>Power of the crops with particles, by ring.</summary>
    public IReadOnlyList<double> Particles { get; }

    /// <summary>Rings that are worth a look: from 6 to all that were measured.</summary>
    public int UsedRings
    {
        get
        {
            double strongest = Particles.Skip(1).Max();
            int last = Particles.Count - 1;
            while (last > Math.Min(FewestRings, Particles.Count - 1) && !(Particles[last] > UsedShare * strongest))
            {
                last--;
            }

            return last;
        }
    }

    /// <summary>Measures both.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="basis">The basis, with all rings that may be used.</param>
    /// <param name="particles">Crops with particles, at least one.</param>
    /// <param name="noise">Crops of noise; null or none to take that of the particles.</param>
    public static RingNoise Of(IComputeBackend backend, PolarBasis basis, ParticleCrops particles, ParticleCrops? noise)
    {
        double[] power = RingPowers.Mean(backend, basis, particles);
        double[] least = noise is null || noise.Count == 0 ? [.. power] : RingPowers.Mean(backend, basis, noise);
        for (int k = 0; k < least.Length; k++)
        {
            least[k] = Math.Min(least[k], power[k]);
        }

        double floor = LeastShare * least.Skip(1).Max();
        for (int k = 0; k < least.Length; k++)
        {
            least[k] = Math.Max(least[k], floor);
        }

        return new RingNoise(least, power);
    }

    /// <summary>What coefficients are multiplied by so that noise has the same power everywhere.</summary>
    /// <param name="basis">The basis; may have fewer rings than were measured.</param>
    /// <returns>
    /// <c>g(k) = √(π k f / p_noise(k))</c> by ring, f the basis's mask power; 0 where there is no noise at all.
    /// </returns>
    public float[] Gains(PolarBasis basis)
    {
        float[] gains = new float[basis.Rings + 1];
        for (int k = 1; k <= basis.Rings; k++)
        {
            gains[k] = Noise[k] > 0 ? (float)Math.Sqrt(Math.PI * k * basis.MaskPower / Noise[k]) : 0;
        }

        return gains;
    }
}

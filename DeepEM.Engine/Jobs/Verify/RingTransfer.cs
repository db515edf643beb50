using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Micrographs.Optics;
using DeepEM.Engine.Verification.Averages;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>What the optics of a micrograph leave of each ring of an average.</summary>
internal static class RingTransfer
{
    private const int Directions = 32;

    /// <summary>The contrast transfer function that picks bring along.</summary>
    /// <param name="picks">Picks of a micrograph with their table.</param>
    /// <returns>That of the first of them; null where the table does not say defocus, voltage and aberration.</returns>
    public static ContrastTransferFunction? Of(MicrographPicks picks)
    {
        if (picks.Table is not { } table || picks.Particles.Count == 0)
        {
            return null;
        }

        CtfParameters known = table.Ctf(picks.Particles[0].Row);
        if (known is not
            {
                DefocusUAngstrom: { } defocus,
                VoltageKilovolt: { } voltage,
                SphericalAberrationMillimetre: { } aberration,
            })
        {
            return null;
        }

        // A phase plate moves the phase as amplitude contrast does.
        double phase = Math.Asin(known.AmplitudeContrast ?? 0.1) + ((known.PhaseShiftDegree ?? 0) * Math.PI / 180);
        return new ContrastTransferFunction
        {
            DefocusUAngstrom = defocus,
            DefocusVAngstrom = known.DefocusVAngstrom ?? defocus,
            DefocusAngleDegree = known.DefocusAngleDegree ?? 0,
            VoltageKilovolt = voltage,
            SphericalAberrationMillimetre = aberration,
            AmplitudeContrast = Math.Sin(phase),
            EnvelopeBFactor = 0,
        };
    }

    /// <summary>The mean of the function over each ring, with the sign for particles that are shown bright.</summary>
    /// <param name="optics">The function, or null.</param>
    /// <param name="pixelSizeAngstrom">Pixel size of the averages.</param>
    /// <returns>A factor for each ring from 0 on; null where nothing is known.</returns>
    public static IReadOnlyList<double>? Factors(ContrastTransferFunction? optics, double pixelSizeAngstrom)
    {
        if (optics is null)
        {
            return null;
        }

        double[] factors = new double[AverageSettings.Rings + 1];
        for (int ring = 0; ring < factors.Length; ring++)
        {
            double frequency = ring / (AverageSettings.BoxSide * pixelSizeAngstrom);
            double sum = 0;
            for (int direction = 0; direction < Directions; direction++)
            {
                (double sin, double cos) = Math.SinCos(Math.PI * direction / Directions);
                sum -= optics.Evaluate(frequency * cos, frequency * sin);
            }

            factors[ring] = sum / Directions;
        }

        return factors;
    }
}

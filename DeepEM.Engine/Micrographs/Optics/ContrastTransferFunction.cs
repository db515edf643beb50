using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Micrographs.Optics;

/// <summary>What the microscope does to the projected potential, for each spatial frequency.</summary>
/// <remarks>
/// For the frequency vector with length q (1/angstrom) and direction θ, wavelength λ (angstrom), spherical aberration
/// Cs (angstrom), amplitude contrast A and defocus Δf (angstrom, <b>positive = underfocus</b>):
/// <code>
/// χ(q, θ) = π·λ·Δf(θ)·q² − ½·π·Cs·λ³·q⁴
/// Δf(θ)   = ½·(DefocusU + DefocusV) + ½·(DefocusU − DefocusV)·cos 2(θ − DefocusAngle)
/// CTF(q)  = −[√(1 − A²)·sin χ + A·cos χ] · exp(−B·q²/4) = −sin(χ + arcsin A) · exp(−B·q²/4)
/// </code>
/// (Rohou, Grigorieff, J. Struct. Biol. 192, 2015, equations 1 to 3, and the envelope of a B factor.) With the minus
/// sign the transform is negative at low frequency for underfocus, so that <b>protein is dark</b>, as on the detector.
/// The angle is measured from the x axis towards increasing y.
/// </remarks>
public sealed record ContrastTransferFunction
{
    /// <summary>Acceleration voltage, kilovolt.</summary>
    public double VoltageKilovolt { get; init; } = 300;

    /// <summary>Spherical aberration Cs, millimetre.</summary>
    public double SphericalAberrationMillimetre { get; init; } = 2.7;

    /// <summary>Amplitude contrast A as a fraction, 0 to 1.</summary>
    public double AmplitudeContrast { get; init; } = 0.1;

    /// <summary>Defocus along its angle, angstrom, positive = underfocus.</summary>
    public double DefocusUAngstrom { get; init; } = 15000;

    /// <summary>Defocus across, angstrom, positive = underfocus; equal to the other without astigmatism.</summary>
    public double DefocusVAngstrom { get; init; } = 15000;

    /// <summary>Direction of the first defocus, degrees from the x axis towards increasing y.</summary>
    public double DefocusAngleDegree { get; init; }

    /// <summary>B factor of the envelope, square angstrom, at least 0.</summary>
    public double EnvelopeBFactor { get; init; } = 60;

    /// <summary>The electrons' wavelength λ, angstrom; 0.0197 at 300 kV.</summary>
    /// <remarks>
    /// Relativistic: <c>λ = h / √(2·m·e·V·(1 + e·V/(2·m·c²)))</c> = 12.2643 / √(V + 0.978466e-6·V²) for V in volt.
    /// </remarks>
    public double WavelengthAngstrom
    {
        get
        {
            double volt = 1000 * VoltageKilovolt;
            return 12.2642596 / Math.Sqrt(volt + (0.97846565e-6 * volt * volt));
        }
    }

    /// <summary>The transfer function with its envelope.</summary>
    /// <param name="qx">Frequency along x, 1/angstrom.</param>
    /// <param name="qy">Frequency along y, 1/angstrom.</param>
    /// <returns>A number of [−1, 1].</returns>
    public double Evaluate(double qx, double qy) => Evaluator().Evaluate(qx, qy);

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public void Validate()
    {
        SettingCheck.Between(VoltageKilovolt, 10, 3000, nameof(VoltageKilovolt));
        SettingCheck.Between(SphericalAberrationMillimetre, 0, 20, nameof(SphericalAberrationMillimetre));
        SettingCheck.Between(AmplitudeContrast, 0, 1, nameof(AmplitudeContrast));
        SettingCheck.Between(DefocusUAngstrom, -1e6, 1e6, nameof(DefocusUAngstrom));
        SettingCheck.Between(DefocusVAngstrom, -1e6, 1e6, nameof(DefocusVAngstrom));
        SettingCheck.Between(DefocusAngleDegree, -360, 360, nameof(DefocusAngleDegree));
        SettingCheck.Between(EnvelopeBFactor, 0, 1e5, nameof(EnvelopeBFactor));
    }

    /// <summary>The same function with everything worked out that does not depend on the frequency.</summary>
    /// <returns>A value to evaluate many frequencies with.</returns>
    internal PreparedTransferFunction Evaluator()
    {
        double wavelength = WavelengthAngstrom;
        (double sine, double cosine) = Math.SinCos(2 * DefocusAngleDegree * Math.PI / 180);
        double half = 0.5 * (DefocusUAngstrom - DefocusVAngstrom);
        return new PreparedTransferFunction(
            Math.PI * wavelength * 0.5 * (DefocusUAngstrom + DefocusVAngstrom),
            Math.PI * wavelength * half * cosine,
            Math.PI * wavelength * half * sine,
            0.5 * Math.PI * SphericalAberrationMillimetre * 1e7 * wavelength * wavelength * wavelength,
            Math.Asin(AmplitudeContrast),
            EnvelopeBFactor / 4);
    }

    /// <summary>The constants of χ: no angle is taken, as q²·cos 2θ = qx² − qy² and q²·sin 2θ = 2·qx·qy.</summary>
    internal readonly record struct PreparedTransferFunction(
        double Mean, double Straight, double Diagonal, double Quartic, double Phase, double Envelope)
    {
        /// <inheritdoc cref="ContrastTransferFunction.Evaluate"/>
        public double Evaluate(double qx, double qy)
        {
            double q2 = (qx * qx) + (qy * qy);
            double defocused = (Mean * q2) + (Straight * ((qx * qx) - (qy * qy))) + (Diagonal * 2 * qx * qy);
            double chi = defocused - (Quartic * q2 * q2);
            return -Math.Sin(chi + Phase) * Math.Exp(-Envelope * q2);
        }
    }
}

namespace DeepEM.Engine.Micrographs.Masks;

/// <summary>A measured quantity whose sign tells dark particles from bright ones.</summary>
/// <param name="Value">Negative where particles are dark, positive where they are bright.</param>
/// <param name="StandardError">What chance does to the value; infinite where nothing was measured.</param>
public readonly record struct ContrastEvidence(double Value, double StandardError)
{
    // Four times chance is rare, for all the micrographs of a session.
    private const double Errors = 4;

    /// <summary>Nothing was measured.</summary>
    public static ContrastEvidence None { get; } = new(0, double.PositiveInfinity);

    /// <summary>What the value says; unclear where chance could have made it.</summary>
    public ParticleContrast Contrast => Math.Abs(Value) > Errors * StandardError
        ? (Value < 0 ? ParticleContrast.Dark : ParticleContrast.Bright)
        : ParticleContrast.Unclear;
}

namespace DeepEM.Engine.Verification.Decoys;

/// <summary>Which candidates stay when decoys are drawn: the first pass says it for the second.</summary>
/// <remarks>
/// The first pass keeps what the model takes for a particle. Where more than a little of that is noise, its discs hold
/// noise where particles are thought to be, and a second pass keeps what is nearly free of noise. A second pass without
/// need would draw noise over faint particles.
/// </remarks>
internal static class NoisePass
{
    /// <summary>Decoys of each micrograph in a pass.</summary>
    public const int Draws = 2;

    /// <summary>From this probability on, by the model's calibration, the first pass keeps a candidate.</summary>
    public const double KeptProbability = 0.3;

    private const double Good = 0.12;
    private const double Target = 0.05;
    private const double Step = 0.25;
    private const double Reach = 8;

    /// <summary>From which logit on a second pass keeps candidates.</summary>
    /// <param name="first">What the first pass found.</param>
    /// <param name="keptFrom">Logit from which it kept them.</param>
    /// <returns>The logit; null where the first pass is good enough.</returns>
    public static double? SecondKeptFrom(FalseDiscovery first, double keptFrom)
    {
        if (first.Rate(keptFrom) <= Good)
        {
            return null;
        }

        for (double above = Step; above <= Reach; above += Step)
        {
            if (first.Rate(keptFrom + above) <= Target)
            {
                return keptFrom + above;
            }
        }

        return keptFrom + Reach;
    }
}

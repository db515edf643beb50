namespace DeepEM.Engine.Verification.Averages;

/// <summary>How many classes picks are sorted into unless someone says it.</summary>
/// <remarks>One for every 70 particles, 8 to 50. Noise among the picks wants no classes of its own: with too many,
/// those of faint particles have too few to show anything.</remarks>
public static class ClassCount
{
    private const int ParticlesPerClass = 70;
    private const int Fewest = 8;
    private const int Most = 50;

    /// <summary>The number of classes.</summary>
    /// <param name="particles">Particles, or what may be some.</param>
    public static int For(double particles) => Math.Clamp((int)(particles / ParticlesPerClass), Fewest, Most);
}

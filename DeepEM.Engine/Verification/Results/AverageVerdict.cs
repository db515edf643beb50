namespace DeepEM.Engine.Verification.Results;

/// <summary>What averages say when they are held against picks that had no part in them.</summary>
public enum AverageVerdict
{
    /// <summary>Too few picks to say anything.</summary>
    TooFew,

    /// <summary>The averages show particles.</summary>
    Particles,

    /// <summary>Something is there, but round or featureless: presence is confirmed, structure is not.</summary>
    Featureless,

    /// <summary>Averages of noise look like this.</summary>
    Noise,
}

namespace DeepEM.Engine.Picking;

/// <summary>What the noise of a micrograph scores, measured without labels.</summary>
/// <param name="Merits">Figures of merit of maxima of noise, 0 to 1, down to the floor of the settings.</param>
/// <param name="Weight">Maxima of noise among the micrograph's candidates for each of them, above 0.</param>
public sealed record NoiseScores(float[] Merits, double Weight);

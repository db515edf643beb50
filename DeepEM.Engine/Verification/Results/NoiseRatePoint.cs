namespace DeepEM.Engine.Verification.Results;

/// <summary>How many of the picks from a threshold on are maxima of noise.</summary>
/// <param name="Threshold">Least logit above the one that candidates are kept from.</param>
/// <param name="Picks">Picks from it on.</param>
/// <param name="Decoys">Maxima of noise from it on, over all draws.</param>
/// <param name="Rate">Share of noise among the picks, 0 to 1.</param>
/// <param name="Low">Its lower end with 95 % certainty.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Q">Least rate of this and all lower thresholds.</param>
/// <param name="ByProbabilities">The same share by the probabilities of the picks, a second opinion.</param>
public sealed record NoiseRatePoint(
    double Threshold, int Picks, int Decoys, double Rate, double Low, double High, double Q, double ByProbabilities);

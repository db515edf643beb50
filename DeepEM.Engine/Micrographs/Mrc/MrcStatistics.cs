namespace DeepEM.Engine.Micrographs.Mrc;

/// <summary>What an MRC header says of the grey levels: DMIN, DMAX, DMEAN and RMS.</summary>
/// <param name="Minimum">The least.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="Mean">The mean.</param>
/// <param name="StandardDeviation">The standard deviation, of n.</param>
internal readonly record struct MrcStatistics(
    double Minimum, double Maximum, double Mean, double StandardDeviation);

namespace DeepEM.Engine.Jobs.Compare;

/// <summary>What the micrographs of a set look like, in numbers.</summary>
/// <param name="Name">What tables and legends call it.</param>
/// <param name="IsSimulated">Whether DeepEM's simulator made it.</param>
/// <param name="Micrographs">Micrographs that were measured.</param>
/// <param name="Spectrum">Frequency, cycles per pixel, and mean power there; white noise has 1.</param>
/// <param name="Histogram">Grey levels, prepared as for picking, and their density.</param>
/// <param name="Mean">Mean of these grey levels, in spreads from their median.</param>
/// <param name="Deviation">Their standard deviation, in spreads.</param>
/// <param name="Skewness">Their skewness; positive where the longer tail is bright.</param>
/// <param name="ExcessKurtosis">Their excess kurtosis; 0 for normal noise.</param>
public sealed record SetStatistics(
    string Name,
    bool IsSimulated,
    int Micrographs,
    IReadOnlyList<(double Frequency, double Power)> Spectrum,
    IReadOnlyList<(double Level, double Density)> Histogram,
    double Mean,
    double Deviation,
    double Skewness,
    double ExcessKurtosis);

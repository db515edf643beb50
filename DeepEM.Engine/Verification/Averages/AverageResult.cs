using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>What averaging found out about crops.</summary>
/// <param name="Poses">How every crop lies, in the order in which crops were added.</param>
/// <param name="Classes">
/// The classes that have crops, those with most first, numbered from 1; probabilities are not known here and 0.
/// </param>
/// <param name="NoiseClasses">Averages of maxima of noise, made in the same way; empty where none were given.</param>
/// <param name="Guard">Whether the averages show particles.</param>
/// <param name="Memberships">Posterior of every class for every crop: crops × classes, each in its order.</param>
/// <param name="PixelSizeAngstrom">
/// Pixel size of the averages, which have <see cref="AverageSettings.BoxSide"/> rows and columns.
/// </param>
/// <param name="MaskRadius">Radius of the mask round them, pixels.</param>
/// <param name="Rings">Rings in Fourier space that were looked at.</param>
public sealed record AverageResult(
    IReadOnlyList<CropPose> Poses,
    IReadOnlyList<VerifiedClass> Classes,
    IReadOnlyList<VerifiedClass> NoiseClasses,
    AverageGuard Guard,
    float[] Memberships,
    double PixelSizeAngstrom,
    double MaskRadius,
    int Rings);

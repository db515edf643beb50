namespace DeepEM.Engine.Picking.Diameters;

/// <summary>The mean of the particles that a diameter was measured on.</summary>
/// <param name="Particles">How many there are.</param>
/// <param name="Side">Rows and columns of the mean, an odd number.</param>
/// <param name="Pixels">Side·Side grey levels, row by row, particles dark.</param>
/// <param name="Profile">Grey level by distance from the centre, one pixel apart.</param>
/// <param name="PixelSizeAngstrom">Angstrom per pixel of both.</param>
public sealed record MeanParticlePicture(
    int Particles,
    int Side,
    IReadOnlyList<float> Pixels,
    IReadOnlyList<double> Profile,
    double PixelSizeAngstrom);

using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Optics;

namespace DeepEM.Engine.Simulation;

/// <summary>A micrograph of which everything is known.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Pixels">Height·Width grey levels, row by row; particles dark at underfocus.</param>
/// <param name="PixelSizeAngstrom">Angstrom per pixel.</param>
/// <param name="Particles">The particles' centres of mass, pixels, from top to bottom.</param>
/// <param name="Optics">The transfer function, with the defocus that was drawn.</param>
/// <param name="HasCarbon">Whether the edge of the carbon film crosses it.</param>
public sealed record SimulatedMicrograph(
    int Height,
    int Width,
    float[] Pixels,
    double PixelSizeAngstrom,
    IReadOnlyList<Particle> Particles,
    ContrastTransferFunction Optics,
    bool HasCarbon)
{
    /// <summary>The image alone, as if it had been read from a file.</summary>
    /// <param name="path">The file's name.</param>
    /// <returns>A micrograph that shares the pixels.</returns>
    public Micrograph ToMicrograph(string path) => new(path, Height, Width, Pixels, PixelSizeAngstrom, []);
}

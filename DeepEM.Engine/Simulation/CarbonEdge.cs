using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Simulation;

/// <summary>The rim of a round hole in the carbon film: ice inside, darker and grainy carbon outside.</summary>
/// <param name="CentreX">Column of the hole's centre, pixels, mostly outside the frame.</param>
/// <param name="CentreY">Row of the hole's centre, pixels.</param>
/// <param name="Radius">Radius of the hole, pixels.</param>
/// <param name="Softness">Length over which the film sets in, pixels.</param>
/// <param name="Darkness">Drop of the grey level on the film in standard deviations of the image.</param>
/// <param name="Grain">Standard deviation of the film's texture in standard deviations of the image.</param>
internal sealed record CarbonEdge(
    double CentreX, double CentreY, double Radius, double Softness, double Darkness, double Grain)
{
    private const double MinimumHoleRadiusAngstrom = 6000;
    private const double MaximumHoleRadiusAngstrom = 12000;
    private const double SoftnessAngstrom = 12;

    /// <summary>Draws an edge that crosses the frame and leaves more than half of it free.</summary>
    /// <param name="height">Rows of the frame.</param>
    /// <param name="width">Columns of the frame.</param>
    /// <param name="pixelSizeAngstrom">Angstrom per pixel.</param>
    /// <param name="random">Decides; advanced.</param>
    /// <returns>The edge.</returns>
    public static CarbonEdge Draw(int height, int width, double pixelSizeAngstrom, RandomSource random)
    {
        double radius = random.NextDouble(MinimumHoleRadiusAngstrom, MaximumHoleRadiusAngstrom) / pixelSizeAngstrom;
        (double sine, double cosine) = Math.SinCos(random.NextDouble(0, 2 * Math.PI));

        // How far the rim lies from the middle of the frame, in the direction of the film.
        double rim = random.NextDouble(0.15, 0.85) * Math.Min(height, width) / 2;
        return new CarbonEdge(
            (0.5 * width) + ((rim - radius) * cosine),
            (0.5 * height) + ((rim - radius) * sine),
            radius,
            SoftnessAngstrom / pixelSizeAngstrom,
            random.NextDouble(1, 2.5),
            random.NextDouble(0.4, 0.9));
    }

    /// <summary>Distance from the rim.</summary>
    /// <param name="x">Column, pixels.</param>
    /// <param name="y">Row, pixels.</param>
    /// <returns>Pixels, positive on the film, negative in the hole.</returns>
    public double Depth(double x, double y)
    {
        double dx = x - CentreX;
        double dy = y - CentreY;
        return Math.Sqrt((dx * dx) + (dy * dy)) - Radius;
    }

    /// <summary>How much of the film is there.</summary>
    /// <param name="x">Column, pixels.</param>
    /// <param name="y">Row, pixels.</param>
    /// <returns>0 in the hole, 1 on the film, between them at the rim.</returns>
    public double Cover(double x, double y) => 1 / (1 + Math.Exp(-Depth(x, y) / Softness));
}

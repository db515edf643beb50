namespace DeepEM.Engine.Picking.Diameters;

/// <summary>What the mean of many particles says of their diameter.</summary>
/// <param name="DiameterAngstrom">The particle's largest extent, angstrom.</param>
/// <param name="EdgeAngstrom">Distance from the centre at which half of the mean's contrast is left, angstrom.</param>
/// <param name="Stretch">How much longer than wide particles look: root of the mean square, 0 for round ones.</param>
public sealed record MeasuredDiameter(double DiameterAngstrom, double EdgeAngstrom, double Stretch)
{
    // Of the diameter's ratio to that of the edge. An edge that is as sharp as the microscope shows it is the
    // particle's own. One that is wide says that the particle ends at many distances, of which the largest counts.
    // Fitted to the training micrographs of docs/accuracy.md and to invented particles.
    private const double SharpRatio = 0.42;
    private const double RatioPerWidth = 3.4;
    private const double LeastRatio = 0.95;
    private const double MostRatio = 1.45;
    private const double RatioPerStretch = 2.5;

    /// <summary>Measures.</summary>
    /// <param name="profile">Grey level by distance from the centre, one pixel apart, dark on a bright ground.</param>
    /// <param name="stretch">How much longer than wide the particles look.</param>
    /// <param name="pixelSizeAngstrom">Angstrom per pixel of the profile.</param>
    /// <returns>The diameter; null where the profile shows no edge.</returns>
    internal static MeasuredDiameter? Of(IReadOnlyList<double> profile, double stretch, double pixelSizeAngstrom)
    {
        // The darkest ring lies on the wall of a shell or in the middle of a filled particle; beyond the edge follows
        // the bright fringe of the microscope, or the gap before the neighbours.
        int wall = Enumerable.Range(0, profile.Count).MinBy(i => profile[i]);
        int fringe = Enumerable.Range(wall, profile.Count - wall).MaxBy(i => profile[i]);
        double contrast = profile[fringe] - profile[wall];
        if (!(contrast > 0))
        {
            return null;
        }

        double edge = Where(0.5);
        double width = (Where(0.2) - Where(0.8)) / edge;
        double ratio = Math.Clamp(SharpRatio + (RatioPerWidth * width), LeastRatio, MostRatio)
            + (RatioPerStretch * stretch);
        return new MeasuredDiameter(2 * edge * ratio * pixelSizeAngstrom, edge * pixelSizeAngstrom, stretch);

        // The last distance at which a share of the contrast is left.
        double Where(double share)
        {
            double level = profile[fringe] - (share * contrast);
            int last = fringe - 1;
            while (last > wall && profile[last] > level)
            {
                last--;
            }

            return last + ((level - profile[last]) / (profile[last + 1] - profile[last]));
        }
    }
}

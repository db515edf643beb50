namespace DeepEM.Engine.Learning.Labels;

/// <summary>How many particles a micrograph can hold where none lies on another.</summary>
/// <remarks>
/// The closest packing of equal discs covers π/√12 = 0.9069 of the area (Fejes Tóth, 1943): one disc of diameter d
/// for every √3/2·d². Centres may lie at the border, so the area is that of the image with half a diameter around.
/// </remarks>
public static class DiscPacking
{
    private static readonly double _areaOfOne = Math.Sqrt(3) / 2;

    /// <summary>The most that fit.</summary>
    /// <param name="height">Rows of the image, pixels.</param>
    /// <param name="width">Columns of the image, pixels.</param>
    /// <param name="diameter">Diameter, pixels, above 0.</param>
    public static double Most(double height, double width, double diameter) =>
        (height + diameter) * (width + diameter) / (_areaOfOne * diameter * diameter);

    /// <summary>The most that fit on several micrographs together.</summary>
    /// <param name="micrographs">The micrographs.</param>
    /// <param name="diameter">Diameter, pixels of their images, above 0.</param>
    public static double Most(IEnumerable<TrainingMicrograph> micrographs, double diameter)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        return micrographs.Sum(m => Most(m.Image.Height, m.Image.Width, diameter));
    }

    /// <summary>Least share of the particles that is labelled: more than fit cannot be there.</summary>
    /// <param name="micrographs">The labelled micrographs.</param>
    /// <param name="diameter">Diameter, pixels of their images, above 0.</param>
    /// <returns>0 to 1.</returns>
    public static double LeastCompleteness(IReadOnlyCollection<TrainingMicrograph> micrographs, double diameter)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        return Math.Min(1, micrographs.Sum(m => m.Particles.Count) / Most(micrographs, diameter));
    }
}

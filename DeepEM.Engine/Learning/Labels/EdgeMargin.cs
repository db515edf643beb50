namespace DeepEM.Engine.Learning.Labels;

/// <summary>Finds how far the labels keep from the border of their micrographs.</summary>
/// <remarks>
/// Many programs and people leave out particles whose box reaches over the border. Whoever trained on such labels does
/// not want the others either.
/// </remarks>
public static class EdgeMargin
{
    // Where labels say nothing else, in diameters: people begin to pick at half of one, and a pick lies off its label.
    private const double Usual = 0.4;

    // How far off, in diameters: the pick of a label right at the margin is to be kept.
    private const double Scatter = 0.08;

    // Labels still nearer show that cut particles are wanted, but not less than most of one.
    private const double Least = 0.3;

    // The outermost of n labels strewn evenly lies about L/(4n) from the border of a micrograph of side L by chance
    // alone; three times that is rare.
    private const double ByChance = 3;

    /// <summary>The margin that the labels show beyond what chance explains.</summary>
    /// <param name="micrographs">Labelled micrographs.</param>
    /// <param name="diameter">Particle diameter, binned pixels.</param>
    /// <returns>Binned pixels; four tenths of a diameter unless labels lie nearer, or all keep farther away.</returns>
    public static double Of(IReadOnlyList<TrainingMicrograph> micrographs, double diameter)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        double nearest = double.PositiveInfinity;
        int count = 0;
        double side = 0;
        foreach (TrainingMicrograph micrograph in micrographs)
        {
            int height = micrograph.Image.Height;
            int width = micrograph.Image.Width;
            side = Math.Max(side, Math.Min(height, width));
            count += micrograph.Particles.Count;
            nearest = micrograph.Particles.Aggregate(
                nearest,
                (least, p) => Math.Min(least, Math.Min(
                    Math.Min(p.X, p.Y), Math.Min(width - 1 - p.X, height - 1 - p.Y))));
        }

        double margin = nearest - (Scatter * diameter);
        if (margin < Usual * diameter)
        {
            return Math.Max(Least * diameter, margin);
        }

        return count == 0
            ? Usual * diameter
            : Math.Max(Usual * diameter, margin - (ByChance * side / (4.0 * count)));
    }
}

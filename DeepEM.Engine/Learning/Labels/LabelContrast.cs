using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Learning.Labels;

/// <summary>Finds from labelled particles whether they are dark or bright.</summary>
/// <remarks>
/// For each label the mean within half a diameter less the mean of the ring of 0.6 to 0.75 diameters; of these, the
/// median over all labels, whose standard error is 1.2533 · 1.4826 · (median distance from it) / √n. A smaller disc
/// says nothing about hollow particles: within 0.35 diameters apoferritin is as bright as the ice around it.
/// </remarks>
public static class LabelContrast
{
    private const double Disc = 0.5;
    private const double RingFrom = 0.6;
    private const double RingTo = 0.75;
    private const double ErrorPerDistance = 1.2533 * 1.4826;
    private const int LeastLabels = 5;

    /// <summary>Measures the labels.</summary>
    /// <param name="micrographs">Labelled micrographs, grey levels of any scale.</param>
    /// <param name="diameter">Particle diameter, pixels of the prepared micrographs.</param>
    /// <returns>The difference; none for fewer than five labels.</returns>
    public static ContrastEvidence Of(IReadOnlyList<TrainingMicrograph> micrographs, double diameter)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        double[] differences =
        [
            .. micrographs.SelectMany(m => m.Particles.Select(p => Difference(m.Image, p, diameter)))
                .Where(double.IsFinite).Order(),
        ];
        if (differences.Length < LeastLabels)
        {
            return ContrastEvidence.None;
        }

        double median = differences[differences.Length / 2];
        double[] distances = [.. differences.Select(d => Math.Abs(d - median)).Order()];
        return new ContrastEvidence(
            median, ErrorPerDistance * distances[distances.Length / 2] / Math.Sqrt(differences.Length));
    }

    // NaN where the ring or the disc lies outside.
    private static double Difference(PreparedMicrograph image, BinnedPosition centre, double diameter)
    {
        double disc = Disc * diameter;
        double from = RingFrom * diameter;
        double to = RingTo * diameter;
        double inside = 0;
        double around = 0;
        int insideCount = 0;
        int aroundCount = 0;
        for (int y = Math.Max(0, (int)(centre.Y - to)); y <= Math.Min(image.Height - 1, (int)(centre.Y + to)); y++)
        {
            for (int x = Math.Max(0, (int)(centre.X - to)); x <= Math.Min(image.Width - 1, (int)(centre.X + to)); x++)
            {
                double distance = double.Hypot(x - centre.X, y - centre.Y);
                float value = image.Pixels[(y * image.Width) + x];
                if (distance <= disc)
                {
                    inside += value;
                    insideCount++;
                }
                else if (distance >= from && distance <= to)
                {
                    around += value;
                    aroundCount++;
                }
            }
        }

        return (inside / insideCount) - (around / aroundCount);
    }
}

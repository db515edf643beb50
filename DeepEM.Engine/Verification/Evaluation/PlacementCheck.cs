using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>Finds coordinates that cannot be meant in pixels of the micrographs they are said to belong to.</summary>
internal static class PlacementCheck
{
    // Fewer picks than this lie in one quarter by chance too often: 4 · (1/4)^8 is 6 in 100,000.
    private const int FewestPicks = 8;

    /// <summary>Looks at all coordinates of micrographs whose size is known.</summary>
    /// <param name="micrographs">Labels and picks.</param>
    /// <returns>A line for every kind of oddity; empty when all is well.</returns>
    public static IReadOnlyList<Notice> Run(IReadOnlyList<LabelledMicrograph> micrographs)
    {
        LabelledMicrograph[] sized = [.. micrographs.Where(micrograph => micrograph.HasSize)];
        List<Notice> warnings = [];
        AddOutside(warnings, "label", sized, micrograph => micrograph.Truth);
        AddOutside(warnings, "pick", sized, micrograph => micrograph.Picks);
        AddQuarter(warnings, sized);
        return warnings;
    }

    private static void AddOutside(
        List<Notice> warnings,
        string what,
        LabelledMicrograph[] micrographs,
        Func<LabelledMicrograph, IReadOnlyList<Particle>> select)
    {
        int all = 0;
        int outside = 0;
        int outsideExchanged = 0;
        string first = "";
        foreach (LabelledMicrograph micrograph in micrographs)
        {
            IReadOnlyList<Particle> particles = select(micrograph);
            int here = particles.Count(particle => IsOutside(micrograph, particle));
            first = outside == 0 && here > 0 ? micrograph.Name : first;
            all += particles.Count;
            outside += here;
            outsideExchanged += particles.Count(particle =>
                IsOutside(micrograph, particle with { X = particle.Y, Y = particle.X }));
        }

        if (outside > 0)
        {
            bool areSwapped = CoordinateCheck.AreSwapped(all, outside, outsideExchanged);
            string question = areSwapped ? ": are x and y exchanged?"
                : CoordinateCheck.AreStrays(all, outside) ? string.Empty
                : ": is the binning of the coordinates another one?";
            warnings.Warn(
                string.Empty,
                areSwapped ? NoticeCode.AxesSwapped : NoticeCode.OutsideMicrograph,
                $"{outside} {what}{(outside == 1 ? " lies" : "s lie")} outside the micrograph (first in {first})"
                + question);
        }
    }

    private static void AddQuarter(List<Notice> warnings, LabelledMicrograph[] micrographs)
    {
        int picks = micrographs.Sum(micrograph => micrograph.Picks.Count);
        bool picksThere = micrographs.All(micrograph => micrograph.Picks.All(pick => InQuarter(micrograph, pick)));
        bool labelsThere = micrographs.All(micrograph => micrograph.Truth.All(label => InQuarter(micrograph, label)));
        if (picks >= FewestPicks && picksThere && !labelsThere)
        {
            warnings.Warn(
                string.Empty,
                NoticeCode.CoordinatesScaled,
                "All picks lie in the first quarter of the micrographs, the labels do not: "
                + "were the picks made on a binned image and not scaled back?");
        }
    }

    private static bool IsOutside(LabelledMicrograph micrograph, Particle particle) =>
        particle.X < -0.5 || particle.X > micrograph.Width - 0.5
        || particle.Y < -0.5 || particle.Y > micrograph.Height - 0.5;

    private static bool InQuarter(LabelledMicrograph micrograph, Particle particle) =>
        particle.X < micrograph.Width / 2.0 && particle.Y < micrograph.Height / 2.0;
}

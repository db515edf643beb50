using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Micrographs.Masks;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>Says of the labels of a whole training what cannot be right.</summary>
/// <remarks>
/// A training learns whatever it is given. Labels of a binned image, of a mirrored one or of a wrong diameter cost an
/// hour and give a model that finds nothing; all of these show in the labels before anything is learnt.
/// </remarks>
internal static class LabelCheck
{
    private const int EnoughLabels = 10;

    // Of fewer, half may well lie on one another.
    private const int ManyLabels = 50;

    // More than this and contrast says nothing new.
    private const int MostMeasured = 500;

    // What is right shows; what is mirrored by chance onto particles shows less. Labels of real sets are clear by 10
    // standard errors and more, and their mirror images by less than 3.
    private const double ClearFrom = 6;
    private const double ClearerBy = 3;

    private static readonly (bool X, bool Y, string Code, string Along)[] _mirrors =
    [
        (true, false, NoticeCode.MirroredInX, "along x"),
        (false, true, NoticeCode.MirroredInY, "along y"),
        (true, true, NoticeCode.MirroredInBoth, "along x and y"),
    ];

    /// <summary>Looks at the labels.</summary>
    /// <param name="micrographs">The labelled micrographs.</param>
    /// <param name="diameter">Particle diameter, pixels of their images.</param>
    /// <returns>What cannot be right, each a warning; none as a rule.</returns>
    public static IEnumerable<Notice> Of(IReadOnlyList<TrainingMicrograph> micrographs, double diameter)
    {
        int labels = micrographs.Sum(m => m.Particles.Count);
        if (labels < EnoughLabels)
        {
            return [];
        }

        Notice?[] found = [Quarter(micrographs), Mirrored(micrographs, diameter), Packing(micrographs, diameter)];
        return found.OfType<Notice>();
    }

    // Of any one micrograph there may be too few labels to tell.
    private static Notice? Quarter(IReadOnlyList<TrainingMicrograph> micrographs)
    {
        (bool, bool)[] quarters =
        [
            .. micrographs.SelectMany(m => m.Particles.Select(p => (
                p.X < m.Image.Width / 2.0, p.Y < m.Image.Height / 2.0))).Distinct().Take(2),
        ];
        return quarters.Length > 1 ? null : Doubt(
            NoticeCode.CoordinatesScaled,
            "all labels lie in one quarter of their micrographs; were they picked on a binned image?");
    }

    private static Notice? Mirrored(IReadOnlyList<TrainingMicrograph> micrographs, double diameter)
    {
        TrainingMicrograph[] measured = Some(micrographs);
        double own = Clearness(measured, diameter);
        (double Clear, string Code, string Along) best = _mirrors
            .Select(mirror => (
                Clear: Clearness([.. measured.Select(m => Turn(m, mirror.X, mirror.Y))], diameter),
                mirror.Code,
                mirror.Along))
            .MaxBy(mirror => mirror.Clear);
        return best.Clear < ClearFrom || best.Clear < ClearerBy * own ? null : Doubt(
            best.Code,
            string.Create(
                CultureInfo.InvariantCulture,
                $"mirrored {best.Along} the labels differ from what is around them by {best.Clear:F0} times chance, as "
                + $"they are by {own:F0}: they seem to be those of a mirrored image"));
    }

    private static Notice? Packing(IReadOnlyList<TrainingMicrograph> micrographs, double diameter)
    {
        int labels = micrographs.Sum(m => m.Particles.Count);
        double most = DiscPacking.Most(micrographs, diameter);
        if (labels > most)
        {
            return Doubt(
                NoticeCode.LabelsDoubtful,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"there are {labels} labels where at most {most:F0} particles of this diameter fit side by side; "
                    + $"is the diameter right?"));
        }

        int overlapping = micrographs.Sum(m => Overlapping(m.Particles, diameter / 2));
        return labels < ManyLabels || 2 * overlapping <= labels ? null : Doubt(
            NoticeCode.LabelsDoubtful,
            $"{overlapping} of {labels} labels lie nearer than half a diameter to another; is the diameter right, and "
            + "is every particle labelled once?");
    }

    // Labels with another one nearer than a distance.
    private static int Overlapping(IReadOnlyList<BinnedPosition> labels, double distance)
    {
        BinnedPosition[] sorted = [.. labels.OrderBy(p => p.X)];
        bool[] isNear = new bool[sorted.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            for (int j = i + 1; j < sorted.Length && sorted[j].X - sorted[i].X < distance; j++)
            {
                if (double.Hypot(sorted[j].X - sorted[i].X, sorted[j].Y - sorted[i].Y) < distance)
                {
                    (isNear[i], isNear[j]) = (true, true);
                }
            }
        }

        return isNear.Count(near => near);
    }

    private static TrainingMicrograph[] Some(IReadOnlyList<TrainingMicrograph> micrographs)
    {
        int count = 0;
        return [.. micrographs.TakeWhile(m => (count += m.Particles.Count) - m.Particles.Count < MostMeasured)];
    }

    private static double Clearness(TrainingMicrograph[] micrographs, double diameter)
    {
        ContrastEvidence contrast = LabelContrast.Of(micrographs, diameter);
        return contrast.StandardError > 0 ? Math.Abs(contrast.Value) / contrast.StandardError : 0;
    }

    private static TrainingMicrograph Turn(TrainingMicrograph micrograph, bool x, bool y) => micrograph with
    {
        Particles =
        [
            .. micrograph.Particles.Select(p => new BinnedPosition(
                x ? micrograph.Image.Width - 1 - p.X : p.X, y ? micrograph.Image.Height - 1 - p.Y : p.Y)),
        ],
    };

    private static Notice Doubt(string code, string text) => Notice.Warning(string.Empty, code, text);
}

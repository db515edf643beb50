using System.Globalization;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Verification.Results;
using DeepEM.Engine.Verification.Selection;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>The classes as RELION lists them: for people to select from, and for its class ranker's readers.</summary>
/// <remarks>RELION's word for a number that is not known is 999 where it is a resolution or an accuracy.</remarks>
internal static class RelionClassStar
{
    /// <summary>Label of the signal over noise in a ring.</summary>
    public const string SignalToNoise = "_rlnSsnrMap";

    private const string Selected = "_rlnSelected";
    private const double NotKnown = 999;

    private static readonly string[] _columns =
    [
        "_rlnReferenceImage", "_rlnClassDistribution", "_rlnEstimatedResolution", "_rlnPredictedClassScore",
        "_rlnAccuracyRotations", "_rlnAccuracyTranslationsAngst",
    ];

    // RELION refuses 2D classes without the two offsets.
    private static readonly string[] _modelColumns =
    [
        .. _columns, "_rlnOverallFourierCompleteness", "_rlnClassPriorOffsetX", "_rlnClassPriorOffsetY",
    ];

    private static readonly string[] _ringColumns =
    [
        "_rlnSpectralIndex", "_rlnResolution", "_rlnAngstromResolution", SignalToNoise, "_rlnGoldStandardFsc",
    ];

    /// <summary>Name of the table with the rings of a class.</summary>
    /// <param name="number">The class, from 1.</param>
    public static string RingsOf(int number) => $"model_class_{Whole(number)}";

    /// <summary>Writes <c>class_averages.star</c>.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="classes">The classes, by number.</param>
    /// <param name="averages">The stack of their averages, as RELION is to find it.</param>
    public static void WriteList(TextWriter writer, IReadOnlyList<VerifiedClass> classes, string averages)
    {
        StarWriter.WriteVersion(writer);
        StarWriter.WriteLoop(
            writer,
            string.Empty,
            [.. _columns, Selected],
            classes.Zip(Selection(classes), (one, selected) => (string[])[.. Row(one, averages), selected]));
    }

    /// <summary>Writes <c>backup_selection.star</c>: a row for each class, or RELION passes it over.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="classes">The classes, by number.</param>
    public static void WriteSelection(TextWriter writer, IReadOnlyList<VerifiedClass> classes)
    {
        StarWriter.WriteVersion(writer);
        StarWriter.WriteLoop(
            writer, string.Empty, [Selected], Selection(classes).Select(selected => (string[])[selected]));
    }

    /// <summary>Writes <c>run_itNNN_optimiser.star</c>.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="result">What was found.</param>
    /// <param name="files">Names of the other files.</param>
    public static void WriteOptimiser(TextWriter writer, VerificationResult result, VerificationFiles files)
    {
        double mask = 2 * result.ClassMaskRadius * result.ClassPixelSizeAngstrom;
        StarWriter.WriteVersion(writer);
        StarWriter.WriteValues(
            writer,
            "optimiser_general",
            [
                ("_rlnOutputRootName", files.Root),
                ("_rlnModelStarFile", files.Model),
                ("_rlnExperimentalDataStarFile", files.Data),
                ("_rlnCurrentIteration", Whole(VerificationFiles.Iteration)),
                ("_rlnNumberOfIterations", Whole(VerificationFiles.Iteration)),
                ("_rlnParticleDiameter", StarWriter.Number(mask > 0 ? mask : result.DiameterAngstrom)),
            ]);
    }

    /// <summary>Writes <c>run_itNNN_model.star</c>.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="result">What was found, with at least one class.</param>
    /// <param name="picks">The picks that are written.</param>
    /// <param name="averages">The stack of class averages, as RELION is to find it.</param>
    public static void WriteModel(
        TextWriter writer, VerificationResult result, IReadOnlyCollection<VerifiedPick> picks, string averages)
    {
        StarWriter.WriteVersion(writer);
        StarWriter.WriteValues(writer, "model_general", General(result, picks));
        writer.Write("\n\n");
        StarWriter.WriteVersion(writer);
        StarWriter.WriteLoop(
            writer,
            "model_classes",
            _modelColumns,
            result.Classes.Select(one => (string[])[.. Row(one, averages), "1", "0", "0"]));
        foreach (VerifiedClass one in result.Classes)
        {
            writer.Write("\n\n");
            StarWriter.WriteVersion(writer);
            StarWriter.WriteLoop(writer, RingsOf(one.Number), _ringColumns, Rings(one, result));
        }
    }

    private static (string Label, string Value)[] General(
        VerificationResult result, IReadOnlyCollection<VerifiedPick> picks)
    {
        double squares = picks.Sum(pick => (pick.OriginXAngstrom * pick.OriginXAngstrom)
            + (pick.OriginYAngstrom * pick.OriginYAngstrom));
        int count = Math.Max(1, picks.Count);
        return
        [
            ("_rlnReferenceDimensionality", "2"),
            ("_rlnDataDimensionality", "2"),
            ("_rlnOriginalImageSize", Whole(result.ClassSide)),
            ("_rlnCurrentImageSize", Whole(result.ClassSide)),
            ("_rlnPixelSize", StarWriter.Number(result.ClassPixelSizeAngstrom)),
            ("_rlnNrClasses", Whole(result.Classes.Count)),
            ("_rlnNrBodies", "1"),
            ("_rlnNrGroups", "1"),
            ("_rlnTau2FudgeFactor", "2"),
            ("_rlnSigmaOffsetsAngst", StarWriter.Number(Math.Sqrt(squares / (2.0 * count)))),
            ("_rlnAveragePmax", StarWriter.Number(picks.Sum(pick => pick.BestPosterior) / count)),
            ("_rlnLogLikelihood", StarWriter.Number(picks.Sum(pick => pick.LogEvidence))),
        ];
    }

    // FSC of two halves that each have this ratio of signal to noise: ratio / (1 + ratio).
    private static IEnumerable<string[]> Rings(VerifiedClass one, VerificationResult result)
    {
        double box = result.ClassSide * result.ClassPixelSizeAngstrom;
        int rings = Math.Max((result.ClassSide / 2) + 1, one.SignalToNoise.Count);
        for (int ring = 0; ring < rings; ring++)
        {
            double ratio = ring < one.SignalToNoise.Count ? Finite(one.SignalToNoise[ring], 0) : 0;
            yield return
            [
                Whole(ring),
                StarWriter.Number(ring / box),
                StarWriter.Number(ring == 0 ? NotKnown : box / ring),
                StarWriter.Number(ratio),
                StarWriter.Number(ratio > 0 ? ratio / (1 + ratio) : 0),
            ];
        }
    }

    private static string[] Row(VerifiedClass one, string averages) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"{one.Number:000000}@{averages}"),
        StarWriter.Number(Finite(one.Share, 0)),
        StarWriter.Number(one.ResolutionAngstrom > 0 ? Finite(one.ResolutionAngstrom, NotKnown) : NotKnown),
        StarWriter.Number(Finite(one.Probability, 0)),
        StarWriter.Number(Finite(one.RotationAccuracyDegrees, NotKnown)),
        StarWriter.Number(Finite(one.TranslationAccuracyAngstrom, NotKnown)),
    ];

    private static string[] Selection(IReadOnlyList<VerifiedClass> classes)
    {
        IReadOnlySet<int> good = GoodClasses.Of(classes);
        return [.. classes.Select(one => good.Contains(one.Number) ? "1" : "0")];
    }

    private static double Finite(double value, double otherwise) => double.IsFinite(value) ? value : otherwise;

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}

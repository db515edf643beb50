using System.Globalization;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary><c>verification.star</c>: the picks as RELION's particles, with class, pose and probability.</summary>
/// <remarks>
/// Coordinates are the picker's. RELION's centre is coordinate − origin / pixel size, which moves a pick to where its
/// class puts it; class centres are arbitrary, so DeepEM itself never moves them.
/// </remarks>
internal static class VerifiedPickStar
{
    public const string Probability = "_rlnParticleFigureOfMerit";
    public const string Class = "_rlnClassNumber";
    public const string Rotation = "_rlnAnglePsi";
    public const string LogEvidence = "_rlnLogLikeliContribution";
    public const string BestPosterior = "_rlnMaxValueProbDistribution";
    public const string SignificantPoses = "_rlnNrOfSignificantSamples";
    public const string Half = "_rlnRandomSubset";

    private static readonly string[] _columns =
    [
        RelionLabels.CoordinateX, RelionLabels.CoordinateY, RelionLabels.MicrographName, RelionLabels.OpticsGroup,
        RelionLabels.FigureOfMerit, Probability, Class, Rotation, RelionLabels.OriginXAngstrom,
        RelionLabels.OriginYAngstrom, LogEvidence, BestPosterior, SignificantPoses, Half,
    ];

    /// <summary>Writes the text.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="result">What the picks belong to.</param>
    /// <param name="picks">The picks, all numbers finite.</param>
    /// <param name="optics">For each micrograph its optics.</param>
    public static void Write(
        TextWriter writer,
        VerificationResult result,
        IEnumerable<VerifiedPick> picks,
        IReadOnlyList<PickOptics> optics)
    {
        List<PickOptics> groups = [.. optics.Distinct()];
        int[] groupOf = [.. optics.Select(one => groups.IndexOf(one) + 1)];
        StarWriter.WriteVersion(writer);
        PickOptics.Write(writer, groups, result.ClassSide, result.ClassPixelSizeAngstrom);
        writer.Write("\n\n");
        StarWriter.WriteVersion(writer);
        StarWriter.WriteLoop(
            writer,
            "particles",
            _columns,
            picks.Select(pick => Row(pick, result.Micrographs[pick.Micrograph].Name, groupOf[pick.Micrograph])));
    }

    private static string[] Row(VerifiedPick pick, string micrograph, int group) =>
    [
        StarWriter.Number(pick.Particle.X),
        StarWriter.Number(pick.Particle.Y),
        micrograph,
        Whole(group),
        StarWriter.Number(pick.Particle.FigureOfMerit),
        StarWriter.Number(pick.Probability),
        Whole(pick.Class),
        StarWriter.Number(pick.RotationDegrees),
        StarWriter.Number(pick.OriginXAngstrom),
        StarWriter.Number(pick.OriginYAngstrom),
        StarWriter.Number(pick.LogEvidence),
        StarWriter.Number(pick.BestPosterior),
        Whole((int)Math.Clamp(Math.Round(pick.SignificantPoses), 0, int.MaxValue)),
        Whole(pick.Half),
    ];

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>Writes what a verification found into its folder, each file atomically.</summary>
/// <remarks>
/// Files of an earlier verification that this one has no content for are removed. The file that makes the folder a
/// verification goes first and comes last, so that a run that was stopped leaves none that is half of each.
/// </remarks>
public static class VerificationOutputs
{
    /// <summary>Writes the files.</summary>
    /// <param name="folder">The folder, made if needed, as the user named it: RELION's files name each other by it.
    /// </param>
    /// <param name="result">What was found.</param>
    /// <param name="picks">The picks that were verified, under the names of the micrographs: voltage, spherical
    /// aberration and amplitude contrast are theirs where their STAR file has them, else 300 kV, 2.7 mm and 0.1; null
    /// for those.</param>
    /// <param name="warnings">Receives what was left out, or null.</param>
    /// <returns>The files written, in order.</returns>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static IReadOnlyList<string> Write(
        string folder,
        VerificationResult result,
        IReadOnlyList<MicrographPicks>? picks = null,
        ICollection<Notice>? warnings = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(result);
        VerificationFiles files = new(folder);
        VerifiedPick[] kept = [.. result.Picks.Where(AreNumbers)];
        if (kept.Length < result.Picks.Count)
        {
            warnings?.Warn(folder, NoticeCode.PicksOdd, string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Picks.Count - kept.Length} picks with numbers that are not finite are not written"));
        }

        OutputFolder.Make(folder);
        AtomicFile.Delete(files.Picks);
        return [.. Parts(files, result, kept, picks ?? []).Where(Write).Select(part => part.Path)];
    }

    // In the order of VerificationFiles.All; a part without content is null.
    private static IEnumerable<(string Path, Action<string>? Content)> Parts(
        VerificationFiles files,
        VerificationResult result,
        VerifiedPick[] picks,
        IReadOnlyList<MicrographPicks> sources)
    {
        bool hasClasses = result.Classes.Count > 0;
        IReadOnlyList<PickOptics> optics = PickOptics.Of(result.Micrographs, sources);
        Action<string> particles = Text(writer => VerifiedPickStar.Write(writer, result, picks, optics));
        return
        [
            (files.PickTable, Text(writer => VerifiedPickTable.Write(writer, result, picks))),
            (files.ClassTable, Text(writer => VerifiedClassTable.Write(writer, result.Classes))),
            (files.MicrographTable, Text(writer => VerifiedMicrographTable.Write(writer, result))),
            (files.NoiseTable, Text(writer => NoiseRateTable.Write(writer, result))),
            (files.GuardTable, Text(writer => GuardTable.Write(writer, result.Guard))),
            (files.Averages, Stack(result.Classes, result)),
            (files.NoiseAverages, Stack(result.NoiseClasses, result)),
            (files.AverageList, hasClasses
                ? Text(writer => RelionClassStar.WriteList(writer, result.Classes, files.Averages))
                : null),
            (files.BackupSelection, hasClasses
                ? Text(writer => RelionClassStar.WriteSelection(writer, result.Classes))
                : null),
            (files.Data, hasClasses ? particles : null),
            (files.Model, hasClasses
                ? Text(writer => RelionClassStar.WriteModel(writer, result, picks, files.Averages))
                : null),
            (files.Optimiser, hasClasses
                ? Text(writer => RelionClassStar.WriteOptimiser(writer, result, files))
                : null),
            (files.Picks, particles),
        ];
    }

    private static Action<string> Text(Action<TextWriter> content) => path => AtomicFile.WriteText(path, content);

    private static Action<string>? Stack(IReadOnlyList<VerifiedClass> classes, VerificationResult result) =>
        classes.Count == 0 ? null : path => MrcWriter.WriteStack(
            path,
            [.. classes.Select(one => (ReadOnlyMemory<float>)one.Average)],
            result.ClassSide,
            result.ClassSide,
            result.ClassPixelSizeAngstrom > 0 ? result.ClassPixelSizeAngstrom : null);

    private static bool Write((string Path, Action<string>? Content) part)
    {
        if (part.Content is null)
        {
            AtomicFile.Delete(part.Path);
            return false;
        }

        part.Content(part.Path);
        return true;
    }

    private static bool AreNumbers(VerifiedPick pick) =>
        double.IsFinite(pick.Particle.X) && double.IsFinite(pick.Particle.Y)
        && double.IsFinite(pick.Particle.FigureOfMerit) && double.IsFinite(pick.Logit ?? 0)
        && double.IsFinite(pick.Probability) && double.IsFinite(pick.RotationDegrees)
        && double.IsFinite(pick.OriginXAngstrom) && double.IsFinite(pick.OriginYAngstrom)
        && double.IsFinite(pick.LogEvidence) && double.IsFinite(pick.HeldOutEvidence)
        && double.IsFinite(pick.BestPosterior) && double.IsFinite(pick.SignificantPoses);
}

using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Engine.Jobs.Evaluate;

/// <summary>Diameter and pixel size of an evaluation: as given, else from what lies beside the picks.</summary>
/// <remarks>
/// The record of the picks (<c>settings.json</c>) has the diameter, and the pixel size where the run was given one;
/// lists of micrographs, headers and tables of picks have the pixel size. What was given holds, and what contradicts it
/// is told.
/// </remarks>
internal static class EvaluationScale
{
    // Sizes of pixels are rounded in headers and lists.
    private const double Tolerance = 0.01;

    /// <summary>Finds out.</summary>
    /// <param name="files">What is read.</param>
    /// <param name="asked">What was given.</param>
    /// <param name="input">Labels and picks as they were read.</param>
    /// <param name="notices">Receives what contradicts what.</param>
    /// <returns>The settings with both known.</returns>
    /// <exception cref="SettingsException">Nobody says one of them.</exception>
    public static EvaluationSettings Resolve(
        EvaluationFiles files, EvaluationRunSettings asked, EvaluationInput input, List<Notice> notices)
    {
        string record = RunRecord.PathInFolderOf(files.Picks);
        Told[] diameters = [.. Known(record, ParticleCentres.Likely(RunRecord.NumberBeside(
            files.Picks, nameof(EvaluationRunSettings.DiameterAngstrom))))];
        Told[] pixelSizes =
        [
            .. Known(record, RecordedPixelSize(files.Picks)),
            .. Distinct(input),
        ];
        double diameter = Choose("diameter", asked.DiameterAngstrom, diameters, notices)
            ?? throw new SettingsException(
                files.Picks, NoticeCode.DiameterUnknown, "nothing beside the picks says the particle's diameter");
        double pixelSize = Choose("pixel size", asked.PixelSizeAngstrom, pixelSizes, notices)
            ?? throw new SettingsException(
                files.Picks, NoticeCode.PixelSizeUnknown, "neither picks nor micrographs say the pixel size");
        return asked.With(diameter, pixelSize);
    }

    /// <summary>The pixel size that the run of the picks was given.</summary>
    /// <param name="picks">The picks.</param>
    /// <returns>Angstrom; null where it was given none or there is no record.</returns>
    public static double? RecordedPixelSize(string picks) => ParticleCentres.Likely(
        RunRecord.NumberBeside(picks, "Run", nameof(EvaluationRunSettings.PixelSizeAngstrom)));

    private static double? Choose(string what, double? given, IReadOnlyList<Told> told, List<Notice> notices)
    {
        if (told.Count == 0)
        {
            return given;
        }

        double value = given ?? told[0].Angstrom;
        if (told.FirstOrDefault(other => Math.Abs((other.Angstrom / value) - 1) > Tolerance) is { } other)
        {
            string first = given is null ? told[0].Source : "what was given";
            notices.Warn(
                other.Source,
                NoticeCode.Contradiction,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"says a {what} of {other.Angstrom:G6} A, {first} {value:G6} A; {value:G6} A holds"));
        }

        return value;
    }

    // Each pixel size once, with the first that says it.
    private static IEnumerable<Told> Distinct(EvaluationInput input) => input.PixelSizes
        .Zip(input.Micrographs, (size, micrograph) => (Size: size, micrograph.Name))
        .Where(one => one.Size is not null)
        .DistinctBy(one => one.Size)
        .Select(one => new Told($"micrograph {one.Name}", one.Size!.Value));

    private static IEnumerable<Told> Known(string source, double? angstrom) =>
        angstrom is { } known ? [new Told(source, known)] : [];

    private sealed record Told(string Source, double Angstrom);
}

using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Picking.Survey;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>What is said before the first micrograph is picked: wrong input shows here.</summary>
internal static class PickingSetup
{
    // A particle of fewer is seen enlarged twice, and still small.
    private const double FewPixels = 16;

    /// <summary>Diameter, pixel size and where it comes from, binning, model and device, in one line.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="survey">How the micrographs are shown to the network.</param>
    /// <param name="first">The first micrograph, or null where there is none.</param>
    /// <param name="workers">Who picks.</param>
    public static Notice Describe(
        PickingModel model,
        PickingRunSettings settings,
        SurveyResult survey,
        MicrographSource? first,
        IReadOnlyList<DeviceWorker> workers) => new(
            NoticeSeverity.Information,
            string.Empty,
            NoticeCode.PickingSetup,
            string.Join(
                "; ",
                [
                    $"particle of {Number(model.DiameterAngstrom)} A{Pixels(model, settings, survey, first)}",
                    $"{(model.IsGeneral ? "general" : "trained")} model{Tried(survey)}",
                    workers.Count == 1
                        ? workers[0].Backend.DeviceName
                        : $"{workers[0].Backend.DeviceName} ({workers.Count} workers)",
                ]));

    /// <summary>Warns where a particle measures so few pixels that its diameter may be in another unit.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="first">The first micrograph, or null where there is none.</param>
    public static IEnumerable<Notice> Smallness(
        PickingModel model, PickingRunSettings settings, MicrographSource? first)
    {
        if (first is not null && PixelSize(settings, first) is { } known
            && model.DiameterAngstrom / known.Angstrom < FewPixels)
        {
            yield return Notice.Warning(
                first.Path,
                NoticeCode.PixelSizeDoubtful,
                $"a particle of {Number(model.DiameterAngstrom)} A measures only "
                + $"{Number(model.DiameterAngstrom / known.Angstrom)} px of {Number(known.Angstrom)} A: is the "
                + "diameter in angstrom, and the pixel size right?");
        }
    }

    /// <summary>Warns where all micrographs are inverted and nobody asked for it.</summary>
    public static IEnumerable<Notice> Contrast(SurveyResult survey)
    {
        if (survey.IsInverted && survey.Sizes.Any(size => !size.IsInverted))
        {
            yield return Notice.Warning(
                string.Empty,
                NoticeCode.ContrastInverted,
                $"all micrographs are inverted: their contrast is opposite to that of the training ("
                + $"{Most(survey, inverted: true)} places look certainly like particles inverted, "
                + $"{Most(survey, inverted: false)} as they are)");
        }
    }

    private static int Most(SurveyResult survey, bool inverted) => survey.Sizes
        .Where(size => size.IsInverted == inverted).Select(size => size.Certain).DefaultIfEmpty().Max();

    private static string Pixels(
        PickingModel model, PickingRunSettings settings, SurveyResult survey, MicrographSource? first)
    {
        if (first is null || PixelSize(settings, first) is not { } known)
        {
            return string.Empty;
        }

        double diameter = model.DiameterAngstrom / known.Angstrom;
        double pixel = (model with { SeenDiameter = survey.SeenDiameter }).At(known.Angstrom).BinnedPixelSizeAngstrom;
        string seen = model.Method.SeesRaw
            ? string.Empty
            : $", seen at {Number(model.DiameterAngstrom / pixel)} px (binned {Number(pixel / known.Angstrom)} times)";
        return $" = {Number(diameter)} px of {Number(known.Angstrom)} A ({known.Source}){seen}";
    }

    private static (double Angstrom, string Source)? PixelSize(PickingRunSettings settings, MicrographSource first)
    {
        if (settings.PixelSizeAngstrom is { } given)
        {
            return (given, "given");
        }

        if (first.PixelSizeAngstrom is { } listed)
        {
            return (listed, "from the STAR file");
        }

        try
        {
            using var file = MicrographFile.Open(first.Path, settings.Reading);
            return file.Header.PixelSizeAngstrom is { } own ? (own, "from the header") : null;
        }
        catch (Exception unreadable) when (unreadable is InvalidFileException or IOException)
        {
            // It is reported when its turn comes.
            return null;
        }
    }

    private static string Tried(SurveyResult survey)
    {
        int sizes = survey.Sizes.Select(size => size.SeenDiameter).Distinct().Count();
        string what = sizes > 1 ? string.Create(CultureInfo.InvariantCulture, $"{sizes} sizes") : "both contrasts";
        string many = survey.Micrographs == 1 ? string.Empty : "s";
        return survey.Micrographs == 0 ? string.Empty : string.Create(
            CultureInfo.InvariantCulture, $", {what} tried on {survey.Micrographs} micrograph{many}");
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

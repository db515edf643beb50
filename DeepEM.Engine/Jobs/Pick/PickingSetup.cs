using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Picking.Survey;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>What is said before the first micrograph is picked: wrong input shows here.</summary>
internal sealed class PickingSetup
{
    // A particle of fewer is seen enlarged twice, and still small.
    private const double FewPixels = 16;

    // Times the network's own size, beyond what sets with the right diameter need.
    private const double FarSmaller = 0.66;
    private const double FarLarger = 1.3;

    private readonly PickingModel _model;
    private readonly SurveyResult _survey;
    private readonly MicrographSource? _first;
    private readonly (double Angstrom, string Source)? _pixelSize;

    /// <summary>Looks at the first micrograph.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="survey">How the micrographs are shown to the network.</param>
    /// <param name="first">The first micrograph, or null where there is none.</param>
    public PickingSetup(
        PickingModel model, PickingRunSettings settings, SurveyResult survey, MicrographSource? first)
    {
        (_model, _survey, _first) = (model, survey, first);
        _pixelSize = first is null ? null : PixelSize(settings, first);
    }

    /// <summary>Diameter, pixel size and where it comes from, binning, model and device, in one line.</summary>
    /// <param name="workers">Who picks.</param>
    public Notice Describe(IReadOnlyList<DeviceWorker> workers) => new(
        NoticeSeverity.Information,
        string.Empty,
        NoticeCode.PickingSetup,
        string.Join(
            "; ",
            [
                $"particle of {Number(_model.DiameterAngstrom)} A{Pixels()}",
                $"{(_model.IsGeneral ? "general" : "trained")} model{Tried(_survey)}",
                workers.Count == 1
                    ? workers[0].Backend.DeviceName
                    : $"{workers[0].Backend.DeviceName} ({workers.Count} workers)",
            ]));

    /// <summary>Warns where a particle measures so few pixels that its diameter may be in another unit.</summary>
    public IEnumerable<Notice> Smallness()
    {
        if (_pixelSize is { } known && _model.DiameterAngstrom / known.Angstrom < FewPixels)
        {
            yield return Notice.Warning(
                _first!.Path,
                NoticeCode.PixelSizeDoubtful,
                $"a particle of {Number(_model.DiameterAngstrom)} A measures only "
                + $"{Number(_model.DiameterAngstrom / known.Angstrom)} px of {Number(known.Angstrom)} A: is the "
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

    /// <summary>Warns where the network recognises most particles at a size far from its own.</summary>
    /// <remarks>On labelled sets with the true diameter, it was 0.7 to 1.25 times its own.</remarks>
    public IEnumerable<Notice> Diameter()
    {
        double ratio = _survey.SeenDiameter / _model.SeenDiameter;
        if (Sizes(_survey) > 1 && ratio is < FarSmaller or > FarLarger)
        {
            yield return Notice.Warning(
                string.Empty,
                NoticeCode.DiameterDoubtful,
                $"most places look certainly like particles when seen at {Number(_survey.SeenDiameter)} px for "
                + $"{Number(_model.SeenDiameter)}: is the diameter too {(ratio < 1 ? "small" : "large")}? "
                + "'deepem diameter MICROGRAPHS' measures it");
        }
    }

    private static int Most(SurveyResult survey, bool inverted) => survey.Sizes
        .Where(size => size.IsInverted == inverted).Select(size => size.Certain).DefaultIfEmpty().Max();

    private string Pixels()
    {
        if (_pixelSize is not { } known)
        {
            return string.Empty;
        }

        double diameter = _model.DiameterAngstrom / known.Angstrom;
        double pixel = (_model with { SeenDiameter = _survey.SeenDiameter }).At(known.Angstrom).BinnedPixelSizeAngstrom;
        string seen = _model.Method.SeesRaw
            ? string.Empty
            : $", seen at {Number(_model.DiameterAngstrom / pixel)} px (binned {Number(pixel / known.Angstrom)} times)";
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
        int sizes = Sizes(survey);
        string what = sizes > 1 ? string.Create(CultureInfo.InvariantCulture, $"{sizes} sizes") : "both contrasts";
        string many = survey.Micrographs == 1 ? string.Empty : "s";
        return survey.Micrographs == 0 ? string.Empty : string.Create(
            CultureInfo.InvariantCulture, $", {what} tried on {survey.Micrographs} micrograph{many}");
    }

    private static int Sizes(SurveyResult survey) =>
        survey.Sizes.Select(size => size.SeenDiameter).Distinct().Count();

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Runtime.CompilerServices;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Reports.Pictures;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Draws the micrographs with fewest, median and most picks when the run is over.</summary>
/// <remarks>
/// Only then is it known which these are: they are read again, and what is drawn on them are the picks as they were
/// written, those of an earlier run too. A picture that cannot be drawn is a warning and ends nothing.
/// </remarks>
/// <param name="finished">Reads micrographs and their picks again.</param>
/// <param name="model">The model, as the micrographs were picked with it.</param>
/// <param name="settings">How many are drawn.</param>
/// <param name="outputs">Where pictures go.</param>
/// <param name="ledger">Knows of which run each is.</param>
/// <param name="threshold">Where the colour scale of all pictures begins.</param>
internal sealed class PickingPictures(
    FinishedMicrographs finished,
    PickingModel model,
    PickingRunSettings settings,
    PickingOutputs outputs,
    PickingLedgers ledger,
    double threshold)
{
    // A contact sheet is looked at as a whole.
    private const int ThumbnailSide = 640;

    private readonly List<Notice> _warnings = [];

    /// <summary>Draws those that are chosen, a sheet of them, and what each threshold gives.</summary>
    /// <param name="backend">The device that they were picked on.</param>
    /// <param name="tally">All micrographs.</param>
    /// <returns>What could not be drawn, each a notice.</returns>
    public IReadOnlyList<Notice> Draw(IComputeBackend backend, PickingTally tally)
    {
        PictureChoice[] chosen = [.. PictureChoice.Of(tally.AllFinished(), settings.Pictures)];
        string key = KeyOf(chosen, tally);
        if (chosen.Length == 0 || outputs.HasPictures(key, chosen.Select(choice => choice.Micrograph.Output)))
        {
            return [];
        }

        Try(outputs.OverviewPath, () => outputs.RemovePictures(
            tally.AllFinished().Select(one => one.Output).Except(chosen.Select(choice => choice.Micrograph.Output))));
        List<byte[]> sheet = [];
        foreach (PictureChoice choice in chosen)
        {
            Try(choice.Micrograph.Source.Path, () => sheet.Add(Draw(backend, choice)));

            // A picture leaves a hundred megabytes behind. The next ones would come before the collector does, and
            // this costs a hundredth of the drawing.
            GC.Collect();
        }

        if (sheet.Count > 0)
        {
            Try(outputs.OverviewPath, () => outputs.WriteOverview(ContactSheet.Draw(sheet)));
        }

        Try(outputs.ThresholdPicturePath, () => outputs.DrawThresholds(threshold));
        if (_warnings.Count == 0)
        {
            Try(outputs.OverviewPath, () => outputs.KeepPictures(key));
        }

        return _warnings;
    }

    // Which run and which files: what was killed before it drew leaves the pictures of another run. The curves of the
    // thresholds are those of all that are finished.
    private string KeyOf(IEnumerable<PictureChoice> chosen, PickingTally tally) => string.Join('\n', chosen.Select(
        choice => ledger.TryFind(choice.Micrograph.Output, out PickingRecord record)
            ? $"{record.Run:x} {record.Micrograph:x} {choice.Words} {choice.Micrograph.Output}"
            : choice.Micrograph.Output)
        .Prepend(string.Create(CultureInfo.InvariantCulture, $"{tally.Finished} {tally.Picks}")));

    // Nothing of the image is left on the stack when this returns.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte[] Draw(IComputeBackend backend, PictureChoice choice)
    {
        (string name, MicrographSource source) = (choice.Micrograph.Output, choice.Micrograph.Source);
        double pixelSize = finished.PixelSizeOf(source, name);
        Micrograph micrograph = finished.Read(source);
        PictureMark[] marks =
        [
            .. finished.PicksOf(name, pixelSize).Select(particle => new PictureMark(particle, MarkKind.Pick)),
        ];
        var how = new MicrographPictureSettings
        {
            DiameterPixels = model.DiameterAngstrom / pixelSize,
            PixelSizeAngstrom = pixelSize,
            Caption = $"{name}: {choice.Words} · {(model.IsGeneral ? "general model" : "trained model")}",
            Details = Details(marks.Length, pixelSize),
            Merits = (threshold, 1),
            Mask = finished.MaskOf(backend, micrograph, source, pixelSize)
                ?.ToPixels(micrograph.Height, micrograph.Width),
        };
        outputs.WritePicture(name, MicrographPicture.Draw(micrograph, marks, how));
        return MicrographPicture.Draw(micrograph, marks, how with { MaximumSide = ThumbnailSide });
    }

    private string Details(int picks, double pixelSize)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{picks} pick{(picks == 1 ? "" : "s")} · Ø {model.DiameterAngstrom:0.#} Å · {pixelSize:0.00##} Å/px · "
            + $"threshold {threshold:0.00#}");
    }

    private void Try(string subject, Action draw)
    {
        if (PictureAttempt.Run(subject, draw) is { } failure)
        {
            _warnings.Add(failure);
        }
    }
}

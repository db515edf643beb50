using System.Globalization;
using System.Runtime.CompilerServices;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Reports.Html;
using DeepEM.Engine.Reports.Html.Picking;
using DeepEM.Engine.Reports.Pictures;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>Writes <c>report.html</c> when a run is over: counts, remarks, micrographs with their picks, thresholds.
/// </summary>
/// <param name="finished">Reads micrographs and their picks again.</param>
/// <param name="model">The model, as the micrographs were picked with it.</param>
/// <param name="outputs">Where the page goes.</param>
/// <param name="ledger">Knows the figures of each micrograph.</param>
/// <param name="threshold">Least figure of merit of a pick.</param>
internal sealed class PickingReportPage(
    FinishedMicrographs finished,
    PickingModel model,
    PickingOutputs outputs,
    PickingLedgers ledger,
    double threshold)
{
    // Enough to see what goes wrong, and few enough for a page of some megabytes.
    private const int MostShown = 24;
    private const int MostWithRemark = 12;

    /// <summary>Writes the page.</summary>
    /// <param name="worker">Where to compute.</param>
    /// <param name="tally">All micrographs.</param>
    /// <param name="warnings">What was odd about the run.</param>
    /// <param name="failures">Micrographs that failed.</param>
    /// <param name="arguments">The command.</param>
    /// <returns>What could not be drawn, each a notice.</returns>
    public IReadOnlyList<Notice> Write(
        DeviceWorker worker,
        PickingTally tally,
        IReadOnlyList<Notice> warnings,
        IReadOnlyList<Notice> failures,
        IReadOnlyList<string> arguments)
    {
        IReadOnlyList<(MicrographSource Source, string Output, int Picks)> all = tally.AllFinished();
        PickedRow[] rows =
        [
            .. ledger.Figures(all.Select(each => (each.Source.Name, each.Output)))
                .Select(one => new PickedRow(
                    Path.GetFileName(one.Name),
                    one.Picks,
                    one.Figures.MeanScore,
                    one.Figures.MaskedShare,
                    one.Figures.Warnings)),
        ];
        List<Notice> notices = [];
        List<GalleryMicrograph> shown = [];
        foreach (int number in Chosen(all, rows))
        {
            MicrographSource source = all[number].Source;
            if (PictureAttempt.Run(source.Path, () => shown.Add(Show(worker, number, all[number], rows[number])))
                is { } failure)
            {
                notices.Add(failure);
            }

            // As for pictures: a micrograph leaves a hundred megabytes behind.
            GC.Collect();
        }

        byte[] page = PickingPage.Make(new PickingPageInput
        {
            Folder = outputs.Folder,
            Micrographs = rows,
            Shown = shown,
            Threshold = threshold,
            IsCalibrated = model.IsCalibrated,
            Curves = outputs.ReadThresholds(),
            Warnings = [.. warnings.Select(warning => warning.ToString())],
            Failures = [.. failures.Select(failure => failure.ToString())],
            Settings =
            [
                new("Command", string.Join(' ', arguments)),
                new("Diameter, A", model.DiameterAngstrom.ToString("0.##", CultureInfo.InvariantCulture)),
                new("Threshold", threshold.ToString("0.00###", CultureInfo.InvariantCulture)),
            ],
            Versions =
            [
                new("Program", $"deepem {ProductVersion.Text}"),
                new("Device", worker.Backend.DeviceName),
                new("Model", $"{(model.IsGeneral ? "general" : "trained")} model of {model.ProgramVersion}"),
            ],
        });
        AtomicFile.Write(outputs.ReportPath, stream => stream.Write(page));
        return notices;
    }

    private static IEnumerable<int> Chosen(
        IReadOnlyList<(MicrographSource Source, string Output, int Picks)> all, PickedRow[] rows)
    {
        int[] odd =
        [
            .. Enumerable.Range(0, rows.Length).Where(number => rows[number].Remark.Length > 0).Take(MostWithRemark),
        ];
        HashSet<string> taken = [.. odd.Select(number => all[number].Output)];
        Dictionary<string, int> numbers = all.Index().ToDictionary(each => each.Item.Output, each => each.Index);
        return odd.Concat(
            PictureChoice.Of(all.Where(each => !taken.Contains(each.Output)), MostShown - odd.Length)
                .Select(choice => numbers[choice.Micrograph.Output]));
    }

    // Nothing of the image is left on the stack when this returns.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private GalleryMicrograph Show(
        DeviceWorker worker, int number, (MicrographSource Source, string Output, int Picks) one, PickedRow row)
    {
        double pixelSize = finished.PixelSizeOf(one.Source, one.Output);
        Micrograph micrograph = finished.Read(one.Source);
        PreparedMicrograph prepared = finished.Prepare(worker.Backend, micrograph, one.Source, pixelSize);
        GalleryPick[] picks =
        [
            .. finished.PicksOf(one.Output, pixelSize)
                .Select(particle => new GalleryPick(particle, particle.FigureOfMerit)),
        ];
        return new GalleryMicrograph(
            number, row.Name, new MicrographSize(micrograph.Width, micrograph.Height), picks)
        {
            Radius = model.DiameterAngstrom / pixelSize / 2,
            Thumbnail = MicrographThumbnail.Draw(prepared),
            Caption = $"{picks.Length} {(picks.Length == 1 ? "pick" : "picks")}",
            Remarks = row.Remark.Length == 0 ? [] : [row.Remark],
        };
    }
}

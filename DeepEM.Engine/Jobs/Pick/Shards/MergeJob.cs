using System.Diagnostics;
using System.Globalization;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Picking.Survey;

namespace DeepEM.Engine.Jobs.Pick.Shards;

/// <summary>Makes one picking of its shards: the tables and pictures that a run without shards writes at its end.
/// </summary>
/// <remarks>
/// The records are read in the order of the list, so that <c>autopick.star</c> and <c>thresholds.csv</c> have the bytes
/// of a run without shards, and <c>picks.csv</c> but for its seconds. Can be done at any time and again.
/// </remarks>
/// <param name="Folder">The folder of the picks, spelled as <c>autopick.star</c> is to have it.</param>
public sealed record MergeJob(string Folder)
{
    /// <summary>The micrographs that no shard has finished, one path a line; only where there are any.</summary>
    public const string MissingFile = "missing.txt";

    private const int MostNamed = 20;

    /// <summary>Threads of the CPU, for the pictures.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Merges what is finished.</summary>
    /// <param name="context">How it was called and when to stop; null for nobody and never.</param>
    /// <returns>What all shards have picked; its failures are micrographs that are missing, its
    /// <see cref="PickingReport.Left"/> says how many.</returns>
    /// <exception cref="InvalidFileException">The folder holds no shards, or nothing that they finished.</exception>
    /// <exception cref="SettingsException">An output is one of the inputs.</exception>
    /// <exception cref="IOException">An output could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; nothing is half written.</exception>
    public PickingReport Run(JobContext? context = null)
    {
        context ??= JobContext.Silent;
        long start = Stopwatch.GetTimestamp();
        var plan = ShardPlan.Read(Folder);
        PickingModel model = ModelFile.Read(Path.Combine(Folder, ShardPlan.ModelFileName));
        PickingRunSettings settings = plan.Settings with { OutputFolder = Folder };
        var job = new PickingJob(Named(plan), settings) { Threads = Threads };
        job.RequireOutputs();

        var ledger = new PickingLedgers(Folder);
        var outputs = new PickingOutputs(Folder);
        var tally = new PickingTally();
        List<MicrographSource> missing = Count(plan, job.Micrographs.Names, ledger, outputs, tally);
        if (tally.Finished == 0 && missing.Count > 0)
        {
            // The tables of another picking in this folder stay.
            throw new InvalidFileException(Folder, "none of the micrographs of its shards is finished");
        }

        context.Cancellation.ThrowIfCancellationRequested();
        double threshold = settings.Threshold ?? model.Threshold;
        var writer = new PickingWriter(
            model, threshold, run: default, ledger, outputs, tally, settings);
        writer.WriteTables();
        WriteMissing(missing);
        if (missing.Count == 0)
        {
            outputs.RemoveTemporaries(tally.AllFinished().Select(each => each.Output));
        }

        context.Cancellation.ThrowIfCancellationRequested();
        using var devices = DeviceGroup.Open("cpu", Threads);
        MaskFolder? masks = settings.MaskFolder is { } folder ? new MaskFolder(folder, settings.MaskMeaning) : null;
        PickingSettings how = PickingRun.HowToPick(model, settings, threshold) with { IsInverted = plan.IsInverted };
        PickingModel asked = PickingRun.AsAsked(model, settings) with { SeenDiameter = plan.SeenDiameter };
        var finished = new FinishedMicrographs(asked, how, settings, outputs, ledger, masks);
        var pictures = new PickingPictures(finished, asked, settings, outputs, ledger, threshold);
        List<Notice> warnings = [.. pictures.Draw(devices.Workers[0].Backend, tally)];
        Notice[] failures = [.. Named(missing)];
        if (settings.WritesReport)
        {
            var page = new PickingReportPage(finished, asked, outputs, ledger, threshold);
            warnings.AddRange(page.Write(devices.Workers[0], tally, warnings, failures, context.Arguments));
        }

        PickingReport report = new(tally.Finished, tally.Picks, threshold, failures, warnings)
        {
            Survey = new SurveyResult(plan.SeenDiameter, plan.IsInverted, 0, []),
            Named = plan.Micrographs.Count,
            Left = missing.Count,
            Written = outputs.Written(settings),
            Elapsed = Stopwatch.GetElapsedTime(start),
            Device = devices.Summary,
        };
        RunRecord.Of(context.Arguments, devices.Description, job.Record(model, report))
            .Write(Path.Combine(Folder, RunRecord.FileName));
        return report with { Written = [.. report.Written, RunRecord.FileName] };
    }

    // A job of RELION's names outputs as RELION looks for them, and rounds centres.
    private static MicrographSequence Named(ShardPlan plan) => plan.Settings.Centres == PickCentres.Exact
        ? MicrographSequence.Of(plan.Micrographs)
        : MicrographSequence.Of(plan.Micrographs, OutputNames.BelowJob);

    private static List<MicrographSource> Count(
        ShardPlan plan, OutputNames names, PickingLedgers ledger, PickingOutputs outputs, PickingTally tally)
    {
        List<MicrographSource> missing = [];
        foreach (MicrographSource source in plan.Micrographs)
        {
            string name = names.Of(source);
            bool isFinished = ledger.TryFind(name, out PickingRecord record) && plan.Covers(record)
                && outputs.Exist(name, record.Files);
            tally.Add(source, name, isFinished ? record.Picks : null, isPending: !isFinished);
            if (!isFinished)
            {
                missing.Add(source);
            }
        }

        return missing;
    }

    private void WriteMissing(List<MicrographSource> missing)
    {
        string path = Path.Combine(Folder, MissingFile);
        if (missing.Count == 0)
        {
            AtomicFile.Delete(path);
            return;
        }

        AtomicFile.WriteText(path, writer =>
        {
            foreach (MicrographSource source in missing)
            {
                writer.Write(source.Path);
                writer.Write('\n');
            }
        });
    }

    private IEnumerable<Notice> Named(List<MicrographSource> missing)
    {
        foreach (MicrographSource source in missing.Take(MostNamed))
        {
            yield return Failure(source.Name, "no shard has finished it");
        }

        if (missing.Count > MostNamed)
        {
            yield return Failure(Path.Combine(Folder, MissingFile), string.Create(
                CultureInfo.InvariantCulture, $"names {missing.Count - MostNamed} more that no shard has finished"));
        }
    }

    private static Notice Failure(string subject, string text) =>
        new(NoticeSeverity.Failure, subject, NoticeCode.ShardMissing, text);
}

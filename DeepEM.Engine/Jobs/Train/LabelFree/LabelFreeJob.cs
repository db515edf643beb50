using System.Diagnostics;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Train.Checkpoints;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Verification.Results;
using DeepEM.Engine.Verification.Selection;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Train.LabelFree;

/// <summary>Trains a model on micrographs that nobody has labelled.</summary>
/// <remarks>
/// The general model finds candidates, and verification says which are particles, which are not and which are in doubt:
/// the first are learnt as particles, the second as background, and of the third nothing is learnt. The new network
/// finds candidates in the next round. That of the first round is kept only where the evidence of its picks, on
/// micrographs that it did not learn from, does not fall below that of the general model (<see cref="EvidenceTest"/>),
/// that of a later one only where it rises; else the one before stays.
/// </remarks>
public sealed class LabelFreeJob
{
    // Fewer particles teach a network nothing.
    private const int LeastAccepted = 30;

    // More bring nothing.
    private const int UsualRounds = 2;

    // So many more particles, in shares of those before, are worth another round.
    private const double NewShare = 0.2;

    private readonly IReadOnlyList<MicrographSource> _sources;
    private readonly string _modelPath;
    private readonly TrainingRunSettings _settings;
    private readonly VerificationSettings _verification;

    private LabelFreeJob(
        IReadOnlyList<MicrographSource> sources,
        string modelPath,
        TrainingRunSettings settings,
        VerificationSettings verification) =>
        (_sources, _modelPath, _settings, _verification) = (sources, modelPath, settings, verification);

    private int MostRounds { get; init; } = UsualRounds;

    /// <summary>Checks the outputs.</summary>
    /// <param name="files">What to read.</param>
    /// <param name="modelPath">The model file, in a folder that exists.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="overwrite">Whether a model that is there is replaced.</param>
    /// <exception cref="SettingsException">An output is one of the inputs.</exception>
    /// <exception cref="ModelThereException">The model is there and is not to be replaced.</exception>
    /// <exception cref="IOException">An output cannot be written.</exception>
    public static LabelFreeJob Prepare(
        LabelFreeFiles files, string modelPath, TrainingRunSettings settings, bool overwrite)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(settings);
        foreach (string path in TrainingOutputs.All(modelPath))
        {
            OutputFile.Require(path, files.Micrographs.Select(source => source.Path));
        }

        if (!overwrite && OutputFile.IsThere(modelPath))
        {
            throw new ModelThereException(modelPath);
        }

        VerificationSettings verification = new(Path.GetDirectoryName(Path.GetFullPath(modelPath))!)
        {
            DiameterAngstrom = settings.DiameterAngstrom,
            PixelSizeAngstrom = files.PixelSizeAngstrom,
            Seed = settings.Seed,
            Contrast = settings.Contrast,
            FindsMask = settings.FindsMask,
            MaskFolder = files.Masks,
            MaskMeaning = settings.MaskMeaning,
            Reading = settings.Reading,
        };
        return new LabelFreeJob(files.Micrographs, modelPath, settings, verification);
    }

    /// <summary>The same training with another number of rounds.</summary>
    /// <param name="rounds">Rounds at most, at least 1.</param>
    public LabelFreeJob With(int rounds) => new(_sources, _modelPath, _settings, _verification) { MostRounds = rounds };

    /// <summary>Trains and writes.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="context">Whom to report to and when to stop; null for nobody and never.</param>
    /// <returns>What was learnt, round by round.</returns>
    /// <exception cref="InvalidFileException">No micrograph can be used.</exception>
    /// <exception cref="TrainingDataException">There is nothing to learn from.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended; nothing is written then.</exception>
    public LabelFreeReport Run(IComputeBackend backend, JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        context ??= JobContext.Silent;
        long start = Stopwatch.GetTimestamp();
        List<LabelFreeRound> rounds = [];
        List<Notice> warnings = [];
        List<Notice> failures = [];
        PickingModel model = GeneralModel.For(_settings.DiameterAngstrom);
        TrainingReport? kept = null;
        for (int number = 1; number <= MostRounds; number++)
        {
            VerificationOutcome found = VerificationRun.Run(
                backend, model, VerificationInput.OwnPicks(_sources), _verification, context);
            if (number == 1)
            {
                warnings.AddRange(found.Warnings);
                failures.AddRange(found.Failures.Select(Notice.Failure));
            }

            IReadOnlyList<TrainingPlaces> places = TrainingEvidence.Of(found.Result);
            LabelFreeRound round = Describe(number, found.Result, places);
            if (round.Accepted < LeastAccepted)
            {
                rounds.Add(round);
                warnings.Warn(
                    string.Empty,
                    NoticeCode.FewLabels,
                    $"verification found {round.Accepted} particles to learn from, expected {LeastAccepted} or more");
                break;
            }

            if (rounds is [.., var last] && IsLike(round, last))
            {
                rounds.Add(round);
                break;
            }

            TrainingReport trained = TrainingRun.Run(
                backend,
                Items(found.Result, places),
                _settings,
                TrainingCheckpoint.None(),
                context.Progress,
                context.Cancellation);
            round = round with
            {
                IsTrained = true,
                Evidence = Compare(backend, model, found, trained, round, context),
            };
            round = round with { IsKept = IsKept(round.Evidence, isFirst: kept is null) };
            rounds.Add(round);
            if (!round.IsKept)
            {
                break;
            }

            (kept, model) = (trained, trained.Model);
        }

        context.Cancellation.ThrowIfCancellationRequested();
        return Write(backend, context, model, kept, rounds, warnings, failures) with
        {
            Elapsed = Stopwatch.GetElapsedTime(start),
        };
    }

    // As many particles as before, and no more of what looks like them, teach the same again.
    private static bool IsLike(LabelFreeRound round, LabelFreeRound before) =>
        round.Accepted < (1 + NewShare) * before.Accepted && round.Rejected <= before.Rejected;

    // A first round has helped on every set that was tried; a further one has to show that it does.
    private static bool IsKept(EvidenceComparison? evidence, bool isFirst) =>
        isFirst ? evidence?.IsNoWorse ?? true : evidence?.IsBetter ?? false;

    private static LabelFreeRound Describe(
        int number, VerificationResult result, IReadOnlyList<TrainingPlaces> places) => new(
            number,
            result.Picks.Count,
            places.Sum(one => one.Accepted.Count),
            places.Sum(one => one.Rejected.Count),
            places.Sum(one => one.Ignored.Count),
            result.Classes.Count,
            GoodClasses.Of(result.Classes).Count)
        {
            NoiseRate = result.NoiseRates.LastOrDefault(point => point.Threshold <= 0)?.Rate,
        };

    private static IReadOnlyList<TrainingItem> Items(
        VerificationResult result, IReadOnlyList<TrainingPlaces> places) =>
    [
        .. result.Micrographs.Zip(places, (micrograph, one) => new TrainingItem(
            micrograph.Path, micrograph.PixelSizeAngstrom, one.Accepted, [], one.Rejected)
        {
            Ignored = one.Ignored,
        }),
    ];

    private EvidenceComparison? Compare(
        IComputeBackend backend,
        PickingModel before,
        VerificationOutcome verified,
        TrainingReport trained,
        LabelFreeRound round,
        JobContext context)
    {
        HashSet<string> held = [.. trained.HeldOut];
        MicrographSource[] sources = [.. _sources.Where(source => held.Contains(source.Path))];

        // Of few particles none is held out: what was learnt from is better than nothing to compare on.
        bool isHeldOut = sources.Length > 0;
        sources = isHeldOut ? sources : [.. _sources];

        ShownModel old = new(
            before with { SeenDiameter = verified.Survey.SeenDiameter },
            verified.Survey.IsInverted,
            _verification.FindsMask);
        ShownModel young = new(trained.Model, IsInverted: false, _verification.FindsMask);
        int share = (int)((long)round.Accepted * sources.Length / _sources.Count);
        EvidenceComparison? found = new EvidenceTest(backend, _verification, context)
            .Compare(sources, old, young, Math.Max(share, 1));
        return found is null ? null : found with { IsHeldOut = isHeldOut };
    }

    private LabelFreeReport Write(
        IComputeBackend backend,
        JobContext context,
        PickingModel model,
        TrainingReport? kept,
        IReadOnlyList<LabelFreeRound> rounds,
        List<Notice> warnings,
        List<Notice> failures)
    {
        Dictionary<string, object?> record;
        List<string> files = [_modelPath];
        if (kept is not null)
        {
            warnings.AddRange(kept.Warnings);
            warnings.AddRange(TrainingOutputs.Write(_modelPath, kept) is { } failure ? [failure] : []);
            record = TrainingRecord.Of(_settings, kept, context.Threads);
            files = [.. TrainingOutputs.All(_modelPath).Except([TrainingOutputs.Checkpoint(_modelPath)])];
        }
        else
        {
            AtomicFile.Write(_modelPath, stream => ModelFile.Write(stream, model));
            record = new Dictionary<string, object?> { ["Run"] = _settings };
            files.Add(TrainingOutputs.Settings(_modelPath));
        }

        record["LabelFreeRounds"] = rounds;
        RunRecord.Of(context.Arguments, backend.DeviceName, record).Write(TrainingOutputs.Settings(_modelPath));
        return new LabelFreeReport(model, rounds, kept, files, [.. warnings.Distinct()], [.. failures.Distinct()])
        {
            Device = backend.DeviceName,
        };
    }
}

using System.Diagnostics;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.Checkpoints;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Study;

/// <summary>Trains, picks and judges one case, by the same ways as the commands; keeps its model and picks.</summary>
/// <param name="backend">The device.</param>
/// <param name="set">The data set.</param>
/// <param name="input">Its files.</param>
/// <param name="recipe">Stands for program and set in the table.</param>
internal sealed class StudyCaseRun(IComputeBackend backend, StudySet set, StudySetInput input, string recipe)
{
    /// <summary>Runs a case.</summary>
    /// <param name="of">The case.</param>
    /// <param name="folder">Where its model and picks go.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellation">Ends it; what it has done is lost.</param>
    /// <returns>Its row.</returns>
    public StudyRow Run(
        StudyCase of, string folder, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        TrainingReport? training = of.IsGeneral ? null : Train(of, progress, cancellation);
        double seconds = training is null ? 0 : Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (training is not null)
        {
            TrainingOutputs.Write(Path.Combine(folder, "model.deepem"), training);
        }

        PickingModel model = training?.Model ?? GeneralModel.For(set.DiameterAngstrom);
        string picks = Path.Combine(folder, "picks");
        var picking = new PickingRunSettings(
            picks, Threshold: null, set.PixelSizeAngstrom, Pictures: 0, Strict: true)
        {
            Overwrite = true,
        };
        PickingReport picked = PickingRun.Run(backend, model, input.Test, picking, progress, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return Judge(of, picks, picked.Threshold, training, seconds);
    }

    private TrainingReport Train(StudyCase of, IProgress<StageProgress>? progress, CancellationToken cancellation)
    {
        var settings = new TrainingRunSettings(
            NetworkPreset.Auto, set.DiameterAngstrom, of.Labels, set.Rounds, set.Epochs, of.Seed)
        {
            Start = TrainingStart.Named(set.Start),
        };
        return TrainingRun.Run(
            backend, input.Training, settings, TrainingCheckpoint.None(), progress, cancellation);
    }

    private StudyRow Judge(StudyCase of, string picks, double threshold, TrainingReport? training, double seconds)
    {
        var judged = EvaluationInput.Read(set.TestTruth, picks, set.TestIgnore, input.Test);
        EvaluationSettings settings = new(set.DiameterAngstrom, set.PixelSizeAngstrom) { RadiusFraction = set.Radius };
        RadiusReport figures = Evaluator.Evaluate(judged.Micrographs, settings, judged.Candidates).Headline();

        // Picks on ignored places count in neither precision, the promised or the measured one.
        IEnumerable<double> scores =
            ScoredPick.Collect(judged.Candidates, figures.RadiusPixels).Select(pick => pick.Score);
        return new StudyRow(
            of,
            recipe,
            training?.Particles ?? 0,
            Rounded(figures.AveragePrecision),
            Rounded(figures.AveragePrecisionInterval?.Low),
            Rounded(figures.AveragePrecisionInterval?.High),
            Rounded(figures.BestF1),
            Rounded(figures.F1),
            Rounded(threshold),
            Rounded(new ExpectedCurve(scores).At(threshold).Precision),
            Rounded(training?.Expected.At(threshold).Precision),
            Rounded(figures.Precision),
            Rounded(figures.Recall),
            Rounded(figures.RmsErrorPixels),
            Rounded(figures.RandomF1),
            Math.Round(seconds, 1));
    }

    // As the table has it, so that a row read back is the row that was written.
    private static double Rounded(double? figure) => figure is { } known ? Math.Round(known, 5) : double.NaN;
}

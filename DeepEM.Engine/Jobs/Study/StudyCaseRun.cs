using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.Checkpoints;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Study;

/// <summary>Trains, picks and evaluates one case, as the commands do; keeps its model and picks.</summary>
/// <param name="backend">The device.</param>
/// <param name="set">The data set.</param>
/// <param name="input">Its files.</param>
/// <param name="recipe">Stands for program and set in the table.</param>
internal sealed class StudyCaseRun(IComputeBackend backend, StudySet set, StudySetInput input, string recipe)
{
    /// <summary>Runs a case.</summary>
    /// <param name="of">The case.</param>
    /// <param name="folder">Where its model and picks go.</param>
    /// <param name="context">Told how far it has come; when it is ended, what it has done is lost.</param>
    /// <returns>Its row.</returns>
    public StudyRow Run(StudyCase of, string folder, JobContext context)
    {
        TrainingJobReport? training = of.IsGeneral ? null : Train(of, folder, context);
        PickingModel model = training?.Training.Model ?? GeneralModel.For(set.DiameterAngstrom);
        string picks = Path.Combine(folder, "picks");
        var picking = new PickingRunSettings(
            picks, Threshold: null, set.PixelSizeAngstrom, Pictures: 0, Strict: true)
        {
            Overwrite = true,
        };
        PickingReport picked = PickingRun.Run(
            backend, model, input.Test, picking, context.Progress, context.Cancellation);
        context.Cancellation.ThrowIfCancellationRequested();
        return Judge(of, picks, picked.Threshold, training);
    }

    private TrainingJobReport Train(StudyCase of, string folder, JobContext context)
    {
        var settings = new TrainingRunSettings(
            NetworkPreset.Auto, set.DiameterAngstrom, of.Labels, set.Rounds, set.Epochs, of.Seed)
        {
            Start = TrainingStart.Named(set.Start),
        };
        string path = Path.Combine(folder, "model.deepem");
        return new TrainingJob(input.Training, path, settings, TrainingCheckpoint.None()).Run(backend, context);
    }

    private StudyRow Judge(StudyCase of, string picks, double threshold, TrainingJobReport? training)
    {
        var judged = EvaluationInput.Read(set.TestTruth, picks, set.TestIgnore, input.Test);
        EvaluationSettings settings = new(set.DiameterAngstrom, set.PixelSizeAngstrom) { RadiusFraction = set.Radius };
        RadiusReport figures = Evaluator.Evaluate(judged.Micrographs, settings, judged.Candidates).Headline();

        // Picks on ignored places count in neither precision, the expected or the measured one.
        IEnumerable<double> scores =
            ScoredPick.Collect(judged.Candidates, figures.RadiusPixels).Select(pick => pick.Score);
        return new StudyRow(
            of,
            recipe,
            training?.Training.Particles ?? 0,
            Rounded(figures.AveragePrecision),
            Rounded(figures.AveragePrecisionInterval?.Low),
            Rounded(figures.AveragePrecisionInterval?.High),
            Rounded(figures.BestF1),
            Rounded(figures.F1),
            Rounded(threshold),
            Rounded(new ExpectedCurve(scores).At(threshold).Precision),
            Rounded(training?.Training.Expected.At(threshold).Precision),
            Rounded(figures.Precision),
            Rounded(figures.Recall),
            Rounded(figures.RmsErrorPixels),
            Rounded(figures.RandomF1),
            Math.Round(training?.Elapsed.TotalSeconds ?? 0, 1));
    }

    // As the table has it, so that a row read back is the row that was written.
    private static double Rounded(double? figure) => figure is { } known ? Math.Round(known, 5) : double.NaN;
}

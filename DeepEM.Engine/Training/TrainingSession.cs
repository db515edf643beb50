using System.Globalization;
using DeepEM.Engine.Networks;
using DeepEM.Engine.Progress;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Training;

/// <summary>Trains a network through all epochs of one round.</summary>
public static class TrainingSession
{
    // The published running loss forgets one per cent a step.
    private const double RunningLossKept = 0.99;

    /// <summary>Trains.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="network">The network.</param>
    /// <param name="initial">First parameters.</param>
    /// <param name="source">Training windows.</param>
    /// <param name="heldOut">Held-out windows.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="round">Number of the round, for the curve.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    /// <returns>The last parameters and the learning curve.</returns>
    /// <exception cref="OperationCanceledException">The training was ended.</exception>
    public static TrainingOutcome Run(
        IComputeBackend backend,
        NetworkDescription network,
        float[] initial,
        IWindowSource source,
        IWindowSource heldOut,
        TrainingSettings settings,
        int round,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(settings);
        using var trainer = new NetworkTrainer(backend, network, settings, initial);
        using var test = new HeldOutTest(backend, network, heldOut, settings.Loss);
        int perEpoch = (source.WindowsPerEpoch + settings.Batch - 1) / settings.Batch;
        long steps = (long)perEpoch * settings.Epochs;
        var curve = new List<LearningCurvePoint>();
        double running = double.NaN;
        string detail = string.Empty;
        for (int epoch = 0; epoch < settings.Epochs; epoch++)
        {
            source.BeginEpoch(epoch);
            for (int b = 0; b < perEpoch; b++)
            {
                cancellation.ThrowIfCancellationRequested();
                int first = b * settings.Batch;
                int count = Math.Min(settings.Batch, source.WindowsPerEpoch - first);
                double rate = settings.LearningRateAt(trainer.Steps, steps);
                double loss = trainer.Step(source, first, count, rate);
                running = double.IsNaN(running) ? loss : (RunningLossKept * running) + ((1 - RunningLossKept) * loss);
                progress?.Report(new StageProgress(
                    $"Training, round {round}",
                    trainer.Steps,
                    steps,
                    string.Create(CultureInfo.InvariantCulture, $"loss {running:F4}{detail}")));
            }

            HeldOutResult result = test.Run(trainer.Parameters);
            detail = double.IsNaN(result.Accuracy)
                ? string.Empty
                : string.Create(CultureInfo.InvariantCulture, $", held-out accuracy {result.Accuracy:P1}");
            curve.Add(new LearningCurvePoint(
                round, epoch + 1, trainer.Steps, running, result.Loss, result.Accuracy));
        }

        return new TrainingOutcome(trainer.CopyParameters(), curve);
    }
}

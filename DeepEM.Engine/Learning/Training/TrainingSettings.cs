using DeepEM.Kernels.Loss;

namespace DeepEM.Engine.Learning.Training;

/// <summary>How a network is trained on the windows of a source.</summary>
/// <param name="Epochs">Times that the source is gone through.</param>
/// <param name="Batch">Windows per step.</param>
/// <param name="LearningRate">Largest step size.</param>
/// <param name="Schedule">How the step size changes.</param>
/// <param name="Optimiser">How a gradient changes the parameters.</param>
/// <param name="WeightDecay">Decoupled decay of the parameters per unit of learning rate; for Adam only.</param>
/// <param name="Loss">What is minimised, as the mean over a batch.</param>
public sealed record TrainingSettings(
    int Epochs,
    int Batch,
    double LearningRate,
    LearningRateSchedule Schedule,
    Optimiser Optimiser,
    double WeightDecay,
    LossKind Loss)
{
    /// <summary>
    /// Share of the windows drawn as negatives that show a particle nobody labelled, 0 to 0.4; null where every
    /// particle is labelled. The loss is then <see cref="PositiveUnlabelledRisk"/>'s.
    /// </summary>
    public double? Prior { get; init; }

    /// <summary>
    /// The training ends when this many epochs have not brought the held-out loss down, with the parameters of the
    /// epoch that had the lowest; null for all epochs and the last parameters.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>
    /// Times that a training which has learnt nothing by the end of epoch <see cref="PlateauEpoch"/> begins again with
    /// other first parameters.
    /// </summary>
    public int Restarts { get; init; }

    /// <summary>
    /// Held-out accuracy from which on windows beside the particles teach where their centres are; unless set, never.
    /// </summary>
    public double CentringFrom { get; init; } = double.PositiveInfinity;

    /// <summary>The epoch after which a training must have left the plateau.</summary>
    public const int PlateauEpoch = 3;

    /// <summary>Held-out accuracy at or below which a training is still on the plateau; chance is ½.</summary>
    public const double PlateauAccuracy = 0.6;

    /// <summary>As published: SGD on the half squared error, batches of 50, learning rate 1, 20 epochs.</summary>
    public static TrainingSettings Published { get; } = new(
        20, 50, 1.0, LearningRateSchedule.Constant, Optimiser.Sgd, 0, LossKind.HalfSquaredError);

    /// <summary>The default recipe: Adam on the cross-entropy, batches of 128.</summary>
    public static TrainingSettings Default { get; } = new(
        24, 128, 3e-3, LearningRateSchedule.WarmUpAndCosine, Optimiser.Adam, 1e-2, LossKind.BinaryCrossEntropy)
    {
        Restarts = 2,
    };

    /// <summary>The default recipe for a network that begins with what another training has taught it.</summary>
    public static TrainingSettings FromStart { get; } = Default with { Epochs = 12, LearningRate = 1e-3 };

    /// <summary>The training of a general model: as the default, longer.</summary>
    public static TrainingSettings General { get; } = Default with { Epochs = 40, WeightDecay = 1e-3 };

    /// <summary>Step size of one step.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    /// <param name="steps">Steps in the whole training.</param>
    /// <returns>The learning rate.</returns>
    public double LearningRateAt(long step, long steps)
    {
        if (Schedule == LearningRateSchedule.Constant)
        {
            return LearningRate;
        }

        double done = (step + 1.0) / Math.Max(1, steps);
        const double warmUp = 0.05;
        return done < warmUp
            ? LearningRate * done / warmUp
            : LearningRate * (0.01 + (0.99 * 0.5 * (1 + Math.Cos(Math.PI * (done - warmUp) / (1 - warmUp)))));
    }
}

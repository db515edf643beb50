using DeepEM.Engine.Learning.Windows;

namespace DeepEM.Engine.Jobs.General;

/// <summary>What the training of a general model is asked for.</summary>
/// <param name="Micrographs">Simulated micrographs for training, each of another particle; at least 1.</param>
/// <param name="CalibrationMicrographs">Extra ones, of other particles, for calibration and the threshold.
/// </param>
/// <param name="Epochs">Epochs of <see cref="WindowsPerEpoch"/> windows.</param>
/// <param name="Seed">Decides everything that is drawn by chance.</param>
/// <param name="Threads">Threads that simulate; the result does not depend on them.</param>
public sealed record GeneralTrainingSettings(
    int Micrographs, int CalibrationMicrographs, int Epochs, long Seed, int Threads)
{
    /// <summary>Windows that count as an epoch.</summary>
    public int WindowsPerEpoch { get; init; } = SamplingSettings.General.WindowsPerEpoch;
}

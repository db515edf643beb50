using DeepEM.Engine.Learning.Networks;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>What is measured of the networks A, B and C.</summary>
/// <param name="Seconds">How long each figure is measured, after a quarter of that for warming up.</param>
/// <param name="Networks">Letters of the networks, see <see cref="BaselineNetworks.Names"/>.</param>
/// <param name="TrainingBatch">Windows in a step of training.</param>
/// <param name="InferenceBatch">Windows that are scored together.</param>
/// <param name="ImageSide">Side of the image whose windows are all scored.</param>
public sealed record NetworkBenchmarkSettings(
    double Seconds, IReadOnlyList<string> Networks, int TrainingBatch, int InferenceBatch, int ImageSide)
{
    /// <summary>What other libraries are measured with: batches of 128 and 64, an image of 1024 px, 4 s.</summary>
    public static NetworkBenchmarkSettings Default { get; } = new(4, BaselineNetworks.Names, 128, 64, 1024);
}

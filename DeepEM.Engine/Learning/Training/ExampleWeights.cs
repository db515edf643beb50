namespace DeepEM.Engine.Learning.Training;

/// <summary>What the loss is told of an example.</summary>
/// <param name="ParticleTarget">Target of the windows that show a particle.</param>
/// <param name="ParticleWeight">Their weight.</param>
/// <param name="OtherTarget">Target of all other windows.</param>
/// <param name="OtherWeight">Their weight.</param>
internal readonly record struct ExampleWeights(
    float ParticleTarget, float ParticleWeight, float OtherTarget, float OtherWeight)
{
    /// <summary>Every window counts alike, as what it is labelled.</summary>
    /// <param name="count">Windows of the batch.</param>
    public static ExampleWeights Alike(int count) => new(1, 1f / count, 0, 1f / count);
}

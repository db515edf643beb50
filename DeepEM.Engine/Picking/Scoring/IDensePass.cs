using DeepEM.Engine.Learning.Networks;

namespace DeepEM.Engine.Picking.Scoring;

/// <summary>A way of running a network over an image.</summary>
internal interface IDensePass : IDisposable
{
    /// <inheritdoc cref="DenseNetwork.Load"/>
    void Load(ImageRowSource image);

    /// <inheritdoc cref="DenseNetwork.Score"/>
    void Score(NetworkParameters parameters, float[] logits);
}

namespace DeepEM.Engine.Networks;

/// <summary>A way of running a network over an image.</summary>
internal interface IDensePass : IDisposable
{
    /// <inheritdoc cref="DenseNetwork.Score"/>
    void Score(NetworkParameters parameters, ImageRowSource image, float[] logits);
}

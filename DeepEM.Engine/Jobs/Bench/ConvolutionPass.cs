namespace DeepEM.Engine.Jobs.Bench;

/// <summary>The three operations of a convolution.</summary>
public enum ConvolutionPass
{
    /// <summary>The output from the input.</summary>
    Forward,

    /// <summary>The gradient by the input.</summary>
    InputGradient,

    /// <summary>The gradients by the weights and the bias.</summary>
    WeightsGradient,
}

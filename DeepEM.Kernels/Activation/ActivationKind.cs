namespace DeepEM.Kernels.Activation;

/// <summary>The function applied to each value of a convolution's output.</summary>
public enum ActivationKind
{
    /// <summary>y = z.</summary>
    Identity,

    /// <summary>Logistic sigmoid, y = 1 / (1 + exp(−z)), as published for DeepEM. Derivative y·(1 − y).</summary>
    Sigmoid,

    /// <summary>Rectifier, y = max(0, z). Derivative 1 where y &gt; 0, else 0.</summary>
    Relu,
}

namespace DeepEM.Kernels.Pooling;

/// <summary>How a pooling window becomes one value.</summary>
public enum PoolingKind
{
    /// <summary>The mean of the window, as published for DeepEM.</summary>
    Mean,

    /// <summary>The largest value of the window; ties belong to the first in row-major order.</summary>
    Max,
}

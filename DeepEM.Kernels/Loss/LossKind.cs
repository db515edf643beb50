namespace DeepEM.Kernels.Loss;

/// <summary>What training minimises; z is the logit, y the target, s = 1 / (1 + exp(−z)).</summary>
public enum LossKind
{
    /// <summary>l = ½·(s − y)², as published for DeepEM; dl/dz = (s − y)·s·(1 − s).</summary>
    HalfSquaredError,

    /// <summary>l = max(z, 0) − z·y + log(1 + exp(−|z|)); dl/dz = s − y.</summary>
    BinaryCrossEntropy,
}

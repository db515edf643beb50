namespace DeepEM.Kernels.Loss;

/// <summary>What training minimises; z is the logit, y the target, s = 1 / (1 + exp(−z)).</summary>
public enum LossKind
{
    /// <summary>l = ½·(s − y)², as published for DeepEM; dl/dz = (s − y)·s·(1 − s).</summary>
    HalfSquaredError,

    /// <summary>l = max(z, 0) − z·y + log(1 + exp(−|z|)); dl/dz = s − y.</summary>
    BinaryCrossEntropy,

    /// <summary>
    /// l = y + (1 − 2y)·s, the distance of s from a target of 0 or 1; dl/dz = (1 − 2y)·s·(1 − s). It is bounded and
    /// symmetric, l(z, 0) + l(z, 1) = 1, so a wrong target costs no more than a right one gains.
    /// </summary>
    Sigmoid,
}

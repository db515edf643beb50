namespace DeepEM.Engine.Learning.Training;

/// <summary>How a gradient changes the parameters.</summary>
public enum Optimiser
{
    /// <summary>Plain stochastic gradient descent, as published.</summary>
    Sgd,

    /// <summary>Gradient descent with a velocity that keeps 0.9 of itself.</summary>
    Momentum,

    /// <summary>Adam with decoupled weight decay.</summary>
    Adam,
}

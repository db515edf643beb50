namespace DeepEM.Kernels.Activation;

/// <summary>The activations and their derivatives in double precision, from the definition.</summary>
/// <remarks>
/// <code>
/// identity y = z, y′ = 1;   sigmoid y = 1/(1 + exp(−z)), y′ = y·(1 − y);   ReLU y = max(0, z), y′ = 1 where y &gt; 0
/// </code>
/// </remarks>
public static class ActivationReference
{
    /// <summary>y = f(z).</summary>
    /// <param name="z">Where.</param>
    /// <param name="activation">f.</param>
    /// <returns>f(z).</returns>
    public static double Value(double z, ActivationKind activation) => activation switch
    {
        ActivationKind.Identity => z,
        ActivationKind.Sigmoid => 1 / (1 + Math.Exp(-z)),
        ActivationKind.Relu => Math.Max(0, z),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "No such activation."),
    };

    /// <summary>f′, from the value that f gave.</summary>
    /// <param name="y">f(z).</param>
    /// <param name="activation">f.</param>
    /// <returns>f′(z).</returns>
    public static double Derivative(double y, ActivationKind activation) => activation switch
    {
        ActivationKind.Identity => 1,
        ActivationKind.Sigmoid => y * (1 - y),
        ActivationKind.Relu => y > 0 ? 1 : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "No such activation."),
    };

    /// <summary>f of every value.</summary>
    /// <param name="values">z.</param>
    /// <param name="activation">f.</param>
    /// <returns>As many values, f(z).</returns>
    public static double[] Forward(double[] values, ActivationKind activation) =>
        Array.ConvertAll(values, z => Value(z, activation));

    /// <summary>The gradient by z from the gradient by f(z).</summary>
    /// <param name="output">f(z).</param>
    /// <param name="outputGradient">Gradient by f(z), as many values.</param>
    /// <param name="activation">f.</param>
    /// <returns>As many values, the gradient by z.</returns>
    public static double[] Backward(double[] output, double[] outputGradient, ActivationKind activation)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(outputGradient);

        double[] gradient = new double[output.Length];
        for (int index = 0; index < output.Length; index++)
        {
            gradient[index] = outputGradient[index] * Derivative(output[index], activation);
        }

        return gradient;
    }
}

namespace DeepEM.Kernels.Resampling;

/// <summary>Which input pixels each output pixel of a rescaling is made of, along one side of an image.</summary>
/// <remarks>
/// A line of <see cref="LineLength"/> values for each output pixel: its first input pixel, then the weight of this one
/// and of those that follow, which sum to one. Definition in <see cref="RescalingReference"/>; what lies beyond the
/// border is folded back into the weights.
/// </remarks>
public sealed class RescalingTaps
{
    private readonly float[] _lines;

    private RescalingTaps(int inputs, int outputs, int taps, float[] lines) =>
        (Inputs, Outputs, Taps, _lines) = (inputs, outputs, taps, lines);

    /// <summary>Input pixels along the side.</summary>
    public int Inputs { get; }

    /// <summary>Output pixels along the side.</summary>
    public int Outputs { get; }

    /// <summary>Input pixels that make an output pixel.</summary>
    public int Taps { get; }

    /// <summary>Values for an output pixel.</summary>
    public int LineLength => Taps + 1;

    /// <summary>Outputs·LineLength values.</summary>
    public ReadOnlySpan<float> Lines => _lines;

    /// <summary>Makes the table.</summary>
    /// <param name="inputs">Input pixels along the side, at least 1.</param>
    /// <param name="outputs">Output pixels along the side, at least 1.</param>
    /// <param name="ratio">Input pixels per output pixel, positive and finite.</param>
    /// <returns>The table.</returns>
    public static RescalingTaps Of(int inputs, int outputs, double ratio)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        if (!(ratio > 0) || !double.IsFinite(ratio))
        {
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "A ratio is a positive number.");
        }

        double reach = RescalingReference.Lobes * RescalingReference.Scale(ratio);
        int taps = (int)Math.Min(inputs, Math.Floor(2 * reach) + 1);
        float[] lines = new float[checked(outputs * (taps + 1))];
        double[] weights = new double[taps];
        for (int i = 0; i < outputs; i++)
        {
            double centre = ((i + 0.5) * ratio) - 0.5;
            int first = Math.Clamp((int)Math.Ceiling(centre - reach), 0, inputs - taps);
            Array.Clear(weights);
            foreach ((int pixel, double weight) in RescalingReference.Taps(i, ratio))
            {
                weights[RescalingReference.Reflect(pixel, inputs) - first] += weight;
            }

            Span<float> line = lines.AsSpan(i * (taps + 1), taps + 1);
            line[0] = first;
            double sum = weights.Sum();
            for (int t = 0; t < taps; t++)
            {
                line[1 + t] = (float)(weights[t] / sum);
            }
        }

        return new RescalingTaps(inputs, outputs, taps, lines);
    }

    /// <summary>The part of the table for a range of output pixels.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <returns>A table over the input pixels that this range is made of, and the first of those.</returns>
    public (RescalingTaps Part, int FirstInput) Part(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        float[] lines = _lines.AsSpan(first * LineLength, count * LineLength).ToArray();
        int firstInput = (int)lines[0];
        int end = (int)lines[^LineLength] + Taps;
        for (int i = 0; i < lines.Length; i += LineLength)
        {
            lines[i] -= firstInput;
        }

        return (new RescalingTaps(end - firstInput, count, Taps, lines), firstInput);
    }
}

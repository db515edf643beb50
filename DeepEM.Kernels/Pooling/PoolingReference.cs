namespace DeepEM.Kernels.Pooling;

/// <summary>Pooling in double precision, from the definition; equations in <see cref="PoolingShape"/>.</summary>
/// <remarks>Images NCHW. Of equal largest values of a window the first in row-major order counts.</remarks>
public static class PoolingReference
{
    /// <summary>Pools images, into fragments where the shape says so.</summary>
    /// <param name="input">Images, N·C·H·W.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="kind">Mean or maximum.</param>
    /// <returns>The values of <see cref="PoolingShape.Output"/>.</returns>
    public static double[] Forward(double[] input, PoolingShape shape, PoolingKind kind)
    {
        ArgumentNullException.ThrowIfNull(input);

        int starts = shape.Fragments ? shape.Size : 1;
        double[] output = new double[shape.Output.Length];
        int next = 0;
        for (int n = 0; n < shape.Batch; n++)
        {
            for (int start = 0; start < starts * starts; start++)
            {
                for (int c = 0; c < shape.Channels; c++)
                {
                    for (int i = 0; i < shape.OutHeight; i++)
                    {
                        for (int j = 0; j < shape.OutWidth; j++)
                        {
                            int top = (start / starts) + (i * shape.Size);
                            int left = (start % starts) + (j * shape.Size);
                            int[] window = Window(shape, n, c, top, left);
                            output[next++] = kind == PoolingKind.Mean
                                ? window.Sum(at => input[at]) / window.Length
                                : window.Max(at => input[at]);
                        }
                    }
                }
            }
        }

        return output;
    }

    /// <summary>The gradient of ordinary pooling by its input; inputs outside every window receive zero.</summary>
    /// <param name="input">What was pooled, N·C·H·W.</param>
    /// <param name="outputGradient">Gradient by the pooled values.</param>
    /// <param name="shape">The extents of the forward pass, without fragments.</param>
    /// <param name="kind">Mean or maximum.</param>
    /// <returns>N·C·H·W values.</returns>
    /// <exception cref="ArgumentException">The shape pools into fragments, which are never trained through.</exception>
    public static double[] Backward(double[] input, double[] outputGradient, PoolingShape shape, PoolingKind kind)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(outputGradient);
        if (shape.Fragments)
        {
            throw new ArgumentException($"There is no gradient of pooling into fragments ({shape}).", nameof(shape));
        }

        double[] inputGradient = new double[shape.Input.Length];
        int next = 0;
        for (int n = 0; n < shape.Batch; n++)
        {
            for (int c = 0; c < shape.Channels; c++)
            {
                for (int i = 0; i < shape.OutHeight; i++)
                {
                    for (int j = 0; j < shape.OutWidth; j++)
                    {
                        int[] window = Window(shape, n, c, i * shape.Size, j * shape.Size);
                        double gradient = outputGradient[next++];
                        if (kind == PoolingKind.Mean)
                        {
                            foreach (int at in window)
                            {
                                inputGradient[at] += gradient / window.Length;
                            }
                        }
                        else
                        {
                            inputGradient[window.MaxBy(at => input[at])] += gradient;
                        }
                    }
                }
            }
        }

        return inputGradient;
    }

    // Where the values of one window lie in the input, in row-major order.
    private static int[] Window(PoolingShape shape, int n, int c, int top, int left)
    {
        int[] window = new int[shape.Size * shape.Size];
        for (int s = 0; s < window.Length; s++)
        {
            int y = top + (s / shape.Size);
            int x = left + (s % shape.Size);
            window[s] = (((((n * shape.Channels) + c) * shape.InHeight) + y) * shape.InWidth) + x;
        }

        return window;
    }
}

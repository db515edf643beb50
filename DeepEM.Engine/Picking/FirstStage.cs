using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DeepEM.Engine.Networks;
using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Engine.Picking;

/// <summary>What the first stage makes of a window whose first convolution is known, on the host.</summary>
/// <remarks>
/// Standardising a window with mean m and deviation s before the convolution is the same as changing its result:
/// <code>z[k] = (c[k] − m·Σ weights[k]) / s + bias[k], or bias[k] where s = 0</code>
/// <para>Then the activation and the pooling. Keeps nothing: any number of threads may call.</para>
/// </remarks>
internal sealed class FirstStage
{
    private readonly ActivationKind _activation;
    private readonly PoolingKind _pooling;
    private readonly int _size;
    private readonly double[] _sums;
    private readonly float[] _biases;

    /// <summary>Makes ready.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its parameters, turned or not: sums and biases are the same.</param>
    public FirstStage(NetworkDescription network, ReadOnlySpan<float> parameters)
    {
        ParameterBlock block = ParameterBlock.Of(network)[0];
        int taps = block.Side * block.Side;
        _activation = network.Activation;
        _pooling = network.Pooling;
        _size = network.Stages[0].PoolSize;
        _biases = parameters.Slice(block.BiasOffset, block.Units).ToArray();
        _sums = new double[block.Units];
        for (int k = 0; k < _sums.Length; k++)
        {
            foreach (float weight in parameters.Slice(block.Offset + (k * taps), taps))
            {
                _sums[k] += weight;
            }
        }

        ConvolvedSide = network.InputSide - block.Side + 1;
        PooledSide = ConvolvedSide / _size;
    }

    /// <summary>Side of a window's map after the convolution.</summary>
    public int ConvolvedSide { get; }

    /// <summary>Side of a window's map after the pooling.</summary>
    public int PooledSide { get; }

    /// <summary>Values that <see cref="Fill"/> writes.</summary>
    public int PooledLength => _biases.Length * PooledSide * PooledSide;

    /// <summary>Computes the pooled maps of one window.</summary>
    /// <param name="convolved">The first convolution around the window.</param>
    /// <param name="x">First column of the window.</param>
    /// <param name="y">First row of the window.</param>
    /// <param name="moments">What standardises it, see <see cref="ScannedMicrograph.Standardisation"/>.</param>
    /// <param name="pooled">Receives maps × PooledSide × PooledSide values.</param>
    public void Fill(
        SharedFirstLayer convolved, int x, int y, (double Mean, double Deviation) moments, Span<float> pooled)
    {
        // Whole vectors are written to the very end.
        float[] row = new float[ConvolvedSide + Vector<float>.Count];
        double inverse = moments.Deviation > 0 ? 1 / moments.Deviation : 0;
        var scale = new Vector<float>((float)inverse);
        for (int k = 0; k < _biases.Length; k++)
        {
            var shift = new Vector<float>((float)(_biases[k] - (moments.Mean * _sums[k] * inverse)));
            ReadOnlySpan<float> map = convolved.Map(k, x, y);
            for (int i = 0; i < PooledSide; i++)
            {
                ReadOnlySpan<float> rows = map[(i * _size * convolved.RowStride)..];
                Span<float> target = pooled[..PooledSide];
                pooled = pooled[PooledSide..];
                if (_pooling == PoolingKind.Max)
                {
                    MaximumOfRows(rows, convolved.RowStride, scale, shift, row);
                    MaximumOfColumns(row, target);
                }
                else
                {
                    SumOfRows(rows, convolved.RowStride, scale, shift, row);
                    MeanOfColumns(row, target);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumOfRows(
        ReadOnlySpan<float> rows, int stride, Vector<float> scale, Vector<float> shift, Span<float> result)
    {
        ref float source = ref MemoryMarshal.GetReference(rows);
        ref float target = ref MemoryMarshal.GetReference(result);
        bool sigmoid = _activation == ActivationKind.Sigmoid;
        for (int j = 0; j < ConvolvedSide; j += Vector<float>.Count)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int p = 0; p < _size; p++)
            {
                Vector<float> c = Vector.LoadUnsafe(ref source, (nuint)((p * stride) + j));
                Vector<float> z = Vector.FusedMultiplyAdd(c, scale, shift);
                sum += sigmoid ? HostActivation.Sigmoid(z) : Activate(z);
            }

            sum.StoreUnsafe(ref target, (nuint)j);
        }
    }

    // Neither the scale nor the activation changes which value is the largest.
    private void MaximumOfRows(
        ReadOnlySpan<float> rows, int stride, Vector<float> scale, Vector<float> shift, Span<float> result)
    {
        ref float source = ref MemoryMarshal.GetReference(rows);
        ref float target = ref MemoryMarshal.GetReference(result);
        for (int j = 0; j < ConvolvedSide; j += Vector<float>.Count)
        {
            Vector<float> largest = Vector.LoadUnsafe(ref source, (nuint)j);
            for (int p = 1; p < _size; p++)
            {
                largest = Vector.Max(largest, Vector.LoadUnsafe(ref source, (nuint)((p * stride) + j)));
            }

            Activate(Vector.FusedMultiplyAdd(largest, scale, shift)).StoreUnsafe(ref target, (nuint)j);
        }
    }

    // Column by column of the pooling window: a loop of two or three turns inside would cost more than the additions.
    private void MeanOfColumns(ReadOnlySpan<float> row, Span<float> target)
    {
        float share = 1f / (_size * _size);
        target.Clear();
        for (int q = 0; q < _size; q++)
        {
            int at = q;
            for (int j = 0; j < target.Length; j++)
            {
                target[j] += row[at] * share;
                at += _size;
            }
        }
    }

    private void MaximumOfColumns(ReadOnlySpan<float> row, Span<float> target)
    {
        target.Fill(float.NegativeInfinity);
        for (int q = 0; q < _size; q++)
        {
            int at = q;
            for (int j = 0; j < target.Length; j++)
            {
                target[j] = Math.Max(target[j], row[at]);
                at += _size;
            }
        }
    }

    private Vector<float> Activate(Vector<float> z) => _activation switch
    {
        ActivationKind.Sigmoid => HostActivation.Sigmoid(z),
        ActivationKind.Relu => Vector.Max(z, Vector<float>.Zero),
        _ => z,
    };
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Pooling;
using DeepEM.Kernels.Simd;

namespace DeepEM.Engine.Picking.Published;

/// <summary>What the first stage makes of a window whose first convolution is known, on the host.</summary>
/// <remarks>
/// Standardising a window with mean m and deviation s before the convolution is the same as changing its result:
/// <code>z[k] = (c[k] − m·Σ weights[k]) / s + bias[k], or bias[k] where s = 0</code>
/// <para>Then the activation and the pooling. Keeps nothing: any number of threads may call.</para>
/// </remarks>
internal sealed class FirstStage
{
    private const int MostOnStack = 2048;
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

    /// <summary>Computes the pooled maps of windows.</summary>
    /// <remarks>Row by row of all windows: those beside each other find most of a row in the cache.</remarks>
    /// <param name="convolved">The first convolution around the windows.</param>
    /// <param name="places">First columns and rows of the windows.</param>
    /// <param name="moments">What standardises each, see <see cref="ScannedMicrograph.Standardisation"/>.</param>
    /// <param name="pooled">Receives <see cref="PooledLength"/> values for each window: maps, rows, columns.</param>
    public void Fill(
        SharedFirstLayer convolved,
        ReadOnlySpan<(int X, int Y)> places,
        ReadOnlySpan<(double Mean, double Deviation)> moments,
        Span<float> pooled)
    {
        // Whole vectors are written to the very end.
        int length = ConvolvedSide + HostPooling.Overrun;
        Span<float> row = length <= MostOnStack ? stackalloc float[MostOnStack] : new float[length];
        for (int k = 0; k < _biases.Length; k++)
        {
            for (int i = 0; i < PooledSide; i++)
            {
                int at = ((k * PooledSide) + i) * PooledSide;
                for (int n = 0; n < places.Length; n++)
                {
                    (double mean, double deviation) = moments[n];
                    double inverse = deviation > 0 ? 1 / deviation : 0;
                    Row(
                        convolved.Map(k, places[n].X, places[n].Y + (i * _size)),
                        convolved.RowStride,
                        ((float)inverse, (float)(_biases[k] - (mean * _sums[k] * inverse))),
                        row,
                        pooled.Slice((n * PooledLength) + at, PooledSide));
                }
            }
        }
    }

    private void Row(
        ReadOnlySpan<float> rows, int stride, (float Scale, float Shift) affine, Span<float> row, Span<float> target)
    {
        float share = 1f / (_size * _size);
        if (_activation == ActivationKind.Sigmoid && _pooling == PoolingKind.Mean)
        {
            HostPooling.SumOfSigmoids(rows, stride, _size, affine.Scale, affine.Shift, ConvolvedSide, row);
            HostPooling.SumOfColumns(row, _size, share, target);
            return;
        }

        var scale = new Vector<float>(affine.Scale);
        var shift = new Vector<float>(affine.Shift);
        if (_pooling == PoolingKind.Max)
        {
            MaximumOfRows(rows, stride, scale, shift, row);
            MaximumOfColumns(row, target);
        }
        else
        {
            SumOfRows(rows, stride, scale, shift, row);
            HostPooling.SumOfColumns(row, _size, share, target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumOfRows(
        ReadOnlySpan<float> rows, int stride, Vector<float> scale, Vector<float> shift, Span<float> result)
    {
        ref float source = ref MemoryMarshal.GetReference(rows);
        ref float target = ref MemoryMarshal.GetReference(result);
        for (int j = 0; j < ConvolvedSide; j += Vector<float>.Count)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int p = 0; p < _size; p++)
            {
                Vector<float> c = Vector.LoadUnsafe(ref source, (nuint)((p * stride) + j));
                Vector<float> z = HostVectors.MultiplyAdd(c, scale, shift);
                sum += Activate(z);
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

            Activate(HostVectors.MultiplyAdd(largest, scale, shift)).StoreUnsafe(ref target, (nuint)j);
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

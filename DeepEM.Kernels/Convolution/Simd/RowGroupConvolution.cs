using System.Runtime.CompilerServices;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Convolution.Simd;

/// <summary>The convolution's forward pass over a micrograph, four rows at a time, with fewer multiplications.
/// </summary>
/// <remarks>
/// <code>
/// output[k][i..i+3] = bias[k] + A·Σ_c Σ_b Σ_q (G·w[k][c][5b..5b+4][q]) ⊙ (B·input[c][i+5b..i+5b+7][· + q])
/// </code>
/// <para>
/// A, B and G are those of <see cref="RowTransform{TSimd, TVector}"/>: eight products stand for four rows of sums over
/// five rows of the filter, 40 % of the multiplications for 5×5, 44 % for 9×9. Rounding differs from the plain sum by
/// some 10⁻⁶ of the largest terms. It depends on which four rows go together, so groups begin at multiples of four:
/// bands have to begin there, too. What lies below the rows that a group needs counts as zeros, whether it is there or
/// not.
/// </para>
/// </remarks>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal unsafe struct RowGroupConvolution<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Rows of a group.</summary>
    public const int Rows = 4;

    // Vectors of a row that go through all three steps before the next ones: a few hundred kilobytes.
    private const int StripVectors = 6;

    // Of fewer rows the products that are saved do not pay for the transforms.
    private const int LeastFilterHeight = 4;

    private ConvolutionShape _shape;
    private FilterTiles _tiles;
    private float* _weights;
    private float* _bias;
    private float* _zeros;
    private float* _transformed;
    private float* _products;
    private float* _unwanted;
    private nint _inputPlane;
    private nint _inputRow;
    private int _vectors;
    private int _blocks;
    private int _margin;
    private float _floor;

    /// <summary>Whether it is faster than the plain sum.</summary>
    /// <param name="shape">The extents.</param>
    public static bool Suits(ConvolutionShape shape) => shape.FilterHeight >= LeastFilterHeight;

    /// <summary>Makes ready.</summary>
    /// <param name="input">The images, micrograph layout.</param>
    /// <param name="weights">The filters.</param>
    /// <param name="bias">One value per filter.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="floor">Results below this become this: 0 for a rectifier, −∞ for none.</param>
    /// <param name="scratch">Working memory.</param>
    public static RowGroupConvolution<TSimd, TVector> Of(
        SimdTensor input,
        SimdTensor weights,
        SimdTensor bias,
        ConvolutionShape shape,
        float floor,
        SimdScratch scratch)
    {
        RowGroupConvolution<TSimd, TVector> groups = new()
        {
            _shape = shape,
            _tiles = new FilterTiles(shape.Filters, TSimd.Registers),
            _weights = scratch.Floats(
                ScratchUse.Weights, RowGroupFilters.Points * RowGroupFilters.PointLength(shape)),
            _bias = bias.Data,
            _inputPlane = input.PlaneStride,
            _inputRow = input.RowStride,
            _vectors = (shape.OutWidth + TSimd.Count - 1) / TSimd.Count,
            _blocks = RowGroupFilters.Blocks(shape),
            _margin = (shape.FilterWidth - 1 + TSimd.Count - 1) / TSimd.Count,
            _floor = floor,
        };
        nint zeros = Math.Max(shape.Filters, groups.StripStride);
        groups._zeros = scratch.Floats(ScratchUse.Bias, zeros);
        new Span<float>(groups._zeros, (int)zeros).Clear();
        groups._transformed = scratch.Floats(ScratchUse.Transformed, RowGroupFilters.Points * groups.TransformedPlane);
        groups._products = scratch.Floats(
            ScratchUse.Products, (RowGroupFilters.Points * groups.ProductsPlane) + (StripVectors * TSimd.Count));
        groups._unwanted = groups._products + (RowGroupFilters.Points * groups.ProductsPlane);
        RowGroupFilters.Pack(weights.Data, groups._weights, shape, groups._tiles);
        return groups;
    }

    private readonly nint StripStride => (StripVectors + _margin) * TSimd.Count;

    private readonly nint TransformedPlane => _shape.InChannels * _blocks * StripStride;

    private readonly nint ProductsPlane => _shape.Filters * StripVectors * TSimd.Count;

    /// <summary>Computes a group of rows of every filter.</summary>
    /// <param name="input">First value of the image.</param>
    /// <param name="output">First value of the first filter's first row of the group.</param>
    /// <param name="plane">Values from filter to filter of the output.</param>
    /// <param name="stride">Values from row to row of the output.</param>
    /// <param name="i">The first row, a multiple of <see cref="Rows"/>; rows below the last are left out.</param>
    public readonly void Group(float* input, float* output, nint plane, nint stride, int i)
    {
        for (int j = 0; j < _vectors; j += StripVectors)
        {
            int vectors = Math.Min(StripVectors, _vectors - j);
            Transform(input + (j * TSimd.Count), i, vectors);
            for (int t = 0; t < RowGroupFilters.Points; t++)
            {
                Multiply(t, vectors);
            }

            TransformBack(output + (j * TSimd.Count), plane, stride, Math.Min(Rows, _shape.OutHeight - i), vectors);
        }
    }

    private readonly void Transform(float* input, int i, int vectors)
    {
        float** rows = stackalloc float*[RowGroupFilters.Points];
        int end = Math.Min(_shape.InHeight, i + Rows + _shape.FilterHeight - 1);
        nint length = (vectors + _margin) * TSimd.Count;
        float* target = _transformed;
        for (int c = 0; c < _shape.InChannels; c++)
        {
            for (int block = 0; block < _blocks; block++)
            {
                for (int r = 0; r < RowGroupFilters.Points; r++)
                {
                    int row = i + (block * RowGroupFilters.Rows) + r;
                    rows[r] = row < end ? input + (c * _inputPlane) + (row * _inputRow) : _zeros;
                }

                RowTransform<TSimd, TVector>.Input(rows, target, TransformedPlane, length);
                target += StripStride;
            }
        }
    }

    // The products of one point: a convolution along the row alone, over channels and blocks.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Multiply(int t, int vectors)
    {
        nint stripe = StripVectors * TSimd.Count;
        ConvolutionTileArguments arguments = new()
        {
            Channels = _shape.InChannels * _blocks,
            FilterRows = 1,
            FilterColumns = _shape.FilterWidth,
            InputPlane = StripStride,
            InputColumn = 1,
            WeightsPlane = _shape.FilterWidth,
            WeightsRow = _shape.FilterWidth,
            OutputPlane = stripe,
            Begin = true,
            Floor = float.NegativeInfinity,
        };
        float* from = _transformed + (t * TransformedPlane);
        float* to = _products + (t * ProductsPlane);
        float* weights = _weights + (t * RowGroupFilters.PointLength(_shape));
        nint taps = (nint)arguments.Channels * _shape.FilterWidth;
        for (int v = 0; v < vectors; v += _tiles.Vectors)
        {
            int width = Math.Min(_tiles.Vectors, vectors - v);
            for (int tile = 0; tile < _tiles.Count; tile++)
            {
                int k = _tiles.Start(tile);
                ConvolutionTile<TSimd, TVector>.Run(
                    _tiles.Size(tile),
                    width,
                    in arguments,
                    from + (v * TSimd.Count),
                    weights + (k * taps),
                    _zeros,
                    to + (k * stripe) + (v * TSimd.Count));
            }
        }
    }

    private readonly void TransformBack(float* output, nint plane, nint stride, int rows, int vectors)
    {
        float** targets = stackalloc float*[Rows];
        for (int k = 0; k < _shape.Filters; k++)
        {
            for (int row = 0; row < Rows; row++)
            {
                targets[row] = row < rows ? output + (k * plane) + (row * stride) : _unwanted;
            }

            RowTransform<TSimd, TVector>.Output(
                _products + (k * StripVectors * TSimd.Count),
                ProductsPlane,
                _bias[k],
                _floor,
                targets,
                vectors * TSimd.Count);
        }
    }
}

using System.Runtime.CompilerServices;
using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Fourier;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Convolution.Simd;

/// <summary>The convolution's forward pass by products of spectra, for large filters in the patches layout.</summary>
/// <remarks>
/// <code>output[k] = bias[k] + F⁻¹(Σ_c F(input[c])·conj(F(weights[k,c])))</code>
/// <para>
/// A transform as large as the image suffices: what wraps around lies outside of the valid outputs. Every lane is an
/// image. Images are real, so two channels are transformed as one complex image and taken apart after it:
/// A[f] = (Z[f] + conj Z[−f])/2, B[f] = (Z[f] − conj Z[−f])/2i; the halves are part of the filters' spectra. Two
/// filters are put together in the same way.
/// </para>
/// </remarks>
/// <typeparam name="TSimd">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
internal static unsafe class FourierConvolutionSimd<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <inheritdoc cref="ConvolutionReference.Forward"/>
    public static void Forward(
        SimdTensor input,
        SimdTensor weights,
        SimdTensor bias,
        SimdTensor output,
        ConvolutionShape shape,
        ActivationKind activation,
        SimdScratch scratch)
    {
        FourierFilters filters = scratch.Kept<FourierFilterStore>().For(shape);
        nint plane = (nint)filters.Rows.Length * filters.Columns.Length * 2 * TSimd.Count;
        float* spectra = scratch.Floats(ScratchUse.Spectra, filters.ChannelPairs * plane);
        float* product = scratch.Floats(ScratchUse.Product, 2 * plane);
        float* lines = scratch.Floats(
            ScratchUse.Lines, 3L * Math.Max(filters.Rows.Length, filters.Columns.Length) * 2 * TSimd.Count);
        if (!filters.Hold(new ReadOnlySpan<float>(weights.Data, checked((int)shape.WeightsLength))))
        {
            Prepare(filters, weights.Data, product, product + plane, lines);
        }

        for (int block = 0; block < input.Blocks(shape.Batch); block++)
        {
            float* from = input.Data + (block * input.BlockStride);
            for (int pair = 0; pair < filters.ChannelPairs; pair++)
            {
                float* first = from + (2 * pair * input.PlaneStride);
                float* second = (2 * pair) + 1 < shape.InChannels ? first + input.PlaneStride : null;
                Spectrum(filters, first, second, (shape.InHeight, shape.InWidth), spectra + (pair * plane), lines);
                Separate(filters, spectra + (pair * plane));
            }

            for (int pair = 0; pair < filters.FilterPairs; pair += 2)
            {
                int pairs = Math.Min(2, filters.FilterPairs - pair);
                if (pairs == 2)
                {
                    Multiply<TileExtent.Two>(filters, pair, spectra, plane, product);
                }
                else
                {
                    Multiply<TileExtent.One>(filters, pair, spectra, plane, product);
                }

                for (int index = 0; index < pairs; index++)
                {
                    int k = 2 * (pair + index);
                    float* first = output.Data + (block * output.BlockStride) + (k * output.PlaneStride);
                    float* second = k + 1 < shape.Filters ? first + output.PlaneStride : null;
                    (float, float) biases = (bias.Data[k], second is null ? 0 : bias.Data[k + 1]);
                    Image(filters, product + (index * plane), lines, first, second, biases);
                }
            }

            Activate(output, block, shape, activation);
        }
    }

    // The filters' spectra, as many filters at a time as a vector has lanes.
    private static void Prepare(FourierFilters filters, float* weights, float* plane, float* lanes, float* lines)
    {
        ConvolutionShape shape = filters.Shape;
        int taps = shape.FilterHeight * shape.FilterWidth;
        int all = shape.Filters * shape.InChannels;
        for (int first = 0; first < all; first += TSimd.Count)
        {
            int count = Math.Min(TSimd.Count, all - first);
            for (int lane = 0; lane < TSimd.Count; lane++)
            {
                for (int tap = 0; tap < taps; tap++)
                {
                    lanes[(tap * TSimd.Count) + lane] = lane < count ? weights[((first + lane) * taps) + tap] : 0;
                }
            }

            Spectrum(filters, lanes, null, (shape.FilterHeight, shape.FilterWidth), plane, lines);
            for (int lane = 0; lane < count; lane++)
            {
                (int k, int c) = Math.DivRem(first + lane, shape.InChannels);
                StoreSpectrum(filters, k, c, plane + lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StoreSpectrum(FourierFilters filters, int k, int c, float* spectrum)
    {
        double scale = 1.0 / ((double)filters.Rows.Length * filters.Columns.Length);
        int paired = filters.First.Length - filters.SelfPaired;
        for (int f = 0; f < filters.First.Length; f++)
        {
            float factor = (float)(f < paired ? scale / 2 : scale);
            float* value = spectrum + ((nint)filters.First[f] * 2 * TSimd.Count);
            float* target = filters.At(k, f, c);
            target[0] = value[0] * factor;
            target[1] = -value[TSimd.Count] * factor;
        }
    }

    // The transform of first + i·second, whose rows and columns beyond the extents are zeros.
    private static void Spectrum(
        FourierFilters filters,
        float* first,
        float* second,
        (int Height, int Width) extents,
        float* plane,
        float* lines)
    {
        nint complex = 2 * TSimd.Count;
        int columns = filters.Columns.Length;
        float* line = lines + (2 * Math.Max(filters.Rows.Length, columns) * complex);
        nint tail = (columns - extents.Width) * complex;
        for (int i = 0; i < extents.Height; i++)
        {
            nint row = (nint)i * extents.Width * TSimd.Count;
            Join(first + row, second is null ? null : second + row, line, extents.Width);
            new Span<float>(line + (extents.Width * complex), (int)tail).Clear();
            FourierLine<TSimd, TVector>.Transform(
                filters.Columns, line, complex, plane + (i * columns * complex), complex, lines, inverse: false);
        }

        nint below = (nint)(filters.Rows.Length - extents.Height) * columns * complex;
        new Span<float>(plane + (extents.Height * columns * complex), checked((int)below)).Clear();
        for (int j = 0; j < columns; j++)
        {
            float* column = plane + (j * complex);
            FourierLine<TSimd, TVector>.Transform(
                filters.Rows, column, columns * complex, column, columns * complex, lines, inverse: false);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Join(float* first, float* second, float* line, int width)
    {
        for (int j = 0; j < width; j++)
        {
            TSimd.Store(line, TSimd.Load(first + (j * TSimd.Count)));
            TSimd.Store(
                line + TSimd.Count, second is null ? TSimd.Zero : TSimd.Load(second + (j * TSimd.Count)));
            line += 2 * TSimd.Count;
        }
    }

    // Where Z[f] was there is 2·A[f], where Z[−f] was there is 2·B[f]; own opposites have A and B as their two parts.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Separate(FourierFilters filters, float* plane)
    {
        nint complex = 2 * TSimd.Count;
        int paired = filters.First.Length - filters.SelfPaired;
        for (int f = 0; f < paired; f++)
        {
            float* one = plane + (filters.First[f] * complex);
            float* other = plane + (filters.Opposite[f] * complex);
            TVector re = TSimd.Load(one);
            TVector im = TSimd.Load(one + TSimd.Count);
            TVector otherRe = TSimd.Load(other);
            TVector otherIm = TSimd.Load(other + TSimd.Count);
            TSimd.Store(one, TSimd.Add(re, otherRe));
            TSimd.Store(one + TSimd.Count, TSimd.Subtract(im, otherIm));
            TSimd.Store(other, TSimd.Add(im, otherIm));
            TSimd.Store(other + TSimd.Count, TSimd.Subtract(otherRe, re));
        }
    }

    // product[f] = Y[f] + i·Y'[f], product[−f] = conj Y[f] + i·conj Y'[f] of two filters; of one or two pairs at a
    // time, because reading the spectra takes longer than multiplying.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TPairs>(FourierFilters filters, int pair, float* spectra, nint plane, float* product)
        where TPairs : struct, ITileExtent
    {
        nint complex = 2 * TSimd.Count;
        int paired = filters.First.Length - filters.SelfPaired;
        int channelPairs = filters.ChannelPairs;
        float* w = filters.At(2 * pair, 0, 0);
        float* next = TPairs.Value > 1 ? filters.At((2 * pair) + 2, 0, 0) : w;
        for (int f = 0; f < paired; f++)
        {
            nint one = filters.First[f] * complex;
            nint other = filters.Opposite[f] * complex;
            TVector ru = default, iv = default, rv = default, iu = default;
            TVector sru = default, siv = default, srv = default, siu = default;
            TVector nru = default, niv = default, nrv = default, niu = default;
            TVector tru = default, tiv = default, trv = default, tiu = default;
            float* x = spectra;
            for (int c = 0; c < channelPairs; c++)
            {
                for (int half = 0; half < 2; half++)
                {
                    float* value = x + (half == 0 ? one : other);
                    TVector re = TSimd.Load(value);
                    TVector im = TSimd.Load(value + TSimd.Count);
                    Add(re, im, w, ref ru, ref iv, ref rv, ref iu);
                    Add(re, im, w + 2, ref sru, ref siv, ref srv, ref siu);
                    if (TPairs.Value > 1)
                    {
                        Add(re, im, next, ref nru, ref niv, ref nrv, ref niu);
                        Add(re, im, next + 2, ref tru, ref tiv, ref trv, ref tiu);
                    }

                    w += 4;
                    next += 4;
                }

                x += plane;
            }

            StoreProduct(product, one, other, ru, iv, rv, iu, sru, siv, srv, siu);
            if (TPairs.Value > 1)
            {
                StoreProduct(product + plane, one, other, nru, niv, nrv, niu, tru, tiv, trv, tiu);
            }
        }

        for (int f = paired; f < filters.First.Length; f++)
        {
            nint own = filters.First[f] * complex;
            MultiplySelfPaired(spectra + own, plane, w, channelPairs, product + own);
            w += 8 * channelPairs;
            if (TPairs.Value > 1)
            {
                MultiplySelfPaired(spectra + own, plane, next, channelPairs, product + plane + own);
                next += 8 * channelPairs;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        TVector re, TVector im, float* w, ref TVector ru, ref TVector iv, ref TVector rv, ref TVector iu)
    {
        TVector u = TSimd.Broadcast(w[0]);
        TVector v = TSimd.Broadcast(w[1]);
        ru = TSimd.FusedMultiplyAdd(re, u, ru);
        iv = TSimd.FusedMultiplyAdd(im, v, iv);
        rv = TSimd.FusedMultiplyAdd(re, v, rv);
        iu = TSimd.FusedMultiplyAdd(im, u, iu);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreProduct(
        float* product,
        nint one,
        nint other,
        TVector ru,
        TVector iv,
        TVector rv,
        TVector iu,
        TVector sru,
        TVector siv,
        TVector srv,
        TVector siu)
    {
        TVector yr = TSimd.Subtract(ru, iv);
        TVector yi = TSimd.Add(rv, iu);
        TVector sr = TSimd.Subtract(sru, siv);
        TVector si = TSimd.Add(srv, siu);
        TSimd.Store(product + one, TSimd.Subtract(yr, si));
        TSimd.Store(product + one + TSimd.Count, TSimd.Add(yi, sr));
        TSimd.Store(product + other, TSimd.Add(yr, si));
        TSimd.Store(product + other + TSimd.Count, TSimd.Subtract(sr, yi));
    }

    private static void MultiplySelfPaired(float* x, nint plane, float* w, int channelPairs, float* product)
    {
        TVector y = TSimd.Zero;
        TVector s = TSimd.Zero;
        for (int c = 0; c < channelPairs; c++)
        {
            TVector a = TSimd.Load(x);
            TVector b = TSimd.Load(x + TSimd.Count);
            y = TSimd.FusedMultiplyAdd(a, TSimd.Broadcast(w[0]), y);
            s = TSimd.FusedMultiplyAdd(a, TSimd.Broadcast(w[2]), s);
            y = TSimd.FusedMultiplyAdd(b, TSimd.Broadcast(w[4]), y);
            s = TSimd.FusedMultiplyAdd(b, TSimd.Broadcast(w[6]), s);
            x += plane;
            w += 8;
        }

        TSimd.Store(product, y);
        TSimd.Store(product + TSimd.Count, s);
    }

    // The valid part of the inverse transform, with the biases.
    private static void Image(
        FourierFilters filters,
        float* product,
        float* lines,
        float* first,
        float* second,
        (float First, float Second) bias)
    {
        nint complex = 2 * TSimd.Count;
        int columns = filters.Columns.Length;
        float* line = lines + (2 * Math.Max(filters.Rows.Length, columns) * complex);
        for (int j = 0; j < columns; j++)
        {
            float* column = product + (j * complex);
            FourierLine<TSimd, TVector>.Transform(
                filters.Rows, column, columns * complex, column, columns * complex, lines, inverse: true);
        }

        for (int i = 0; i < filters.Shape.OutHeight; i++)
        {
            FourierLine<TSimd, TVector>.Transform(
                filters.Columns, product + (i * columns * complex), complex, line, complex, lines, inverse: true);
            nint row = (nint)i * filters.Shape.OutWidth * TSimd.Count;
            WriteRealPart(line, first + row, filters.Shape.OutWidth, bias.First);
            if (second is not null)
            {
                WriteRealPart(line + TSimd.Count, second + row, filters.Shape.OutWidth, bias.Second);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteRealPart(float* line, float* target, int width, float bias)
    {
        TVector begin = TSimd.Broadcast(bias);
        for (int j = 0; j < width; j++)
        {
            TSimd.Store(target + (j * TSimd.Count), TSimd.Add(begin, TSimd.Load(line + (2 * j * TSimd.Count))));
        }
    }

    private static void Activate(SimdTensor output, int block, ConvolutionShape shape, ActivationKind activation)
    {
        float* values = output.Data + (block * output.BlockStride);
        nint vectors = (nint)shape.Filters * shape.OutHeight * shape.OutWidth;
        switch (activation)
        {
            case ActivationKind.Sigmoid:
                ActivationSimd<TSimd, TVector>.Sigmoid(values, vectors);
                break;
            case ActivationKind.Relu:
                ActivationSimd<TSimd, TVector>.Rectify(values, vectors);
                break;
            default:
                break;
        }
    }
}

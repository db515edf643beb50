using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepEM.Kernels.Simd;

/// <summary>Turns images that lie one behind the other into blocks with one image in each lane, and back.</summary>
internal static unsafe class LaneInterleaving
{
    // Values of each image that are turned at a time: one cache line of the source for each lane, so that every line
    // of both sides is touched once.
    private const int Run = 16;

    /// <summary>target[⌊n/V⌋][m][n mod V] = source[n][m].</summary>
    /// <param name="source">Images one behind the other.</param>
    /// <param name="target">Blocks of V images.</param>
    /// <param name="images">Number of images.</param>
    /// <param name="length">Values of an image.</param>
    /// <param name="lanes">V.</param>
    /// <param name="width">The vectors; squares of V×V values are turned in them where they have V lanes.</param>
    public static void Interleave(
        float* source, float* target, int images, nint length, int lanes, SimdWidth width)
    {
        for (int first = 0; first < images; first += lanes)
        {
            int filled = Math.Min(lanes, images - first);
            nint turned = filled < lanes ? 0 : length / lanes * lanes;
            switch (width)
            {
                case SimdWidth.Bits512:
                    InterleaveSquares<Simd512, Vector512<float>>(source, target, length, turned);
                    break;
                case SimdWidth.Bits256:
                    InterleaveSquares<Simd256, Vector256<float>>(source, target, length, turned);
                    break;
                default:
                    InterleaveSquares<SimdAny, Vector<float>>(source, target, length, turned);
                    break;
            }

            InterleaveRest(source, target, filled, length, lanes, turned);
            source += filled * length;
            target += lanes * length;
        }
    }

    // One square of V×V values at a time. Taken as one row of V² values, the values at even places followed by those at
    // odd places are the square with the bits of each place turned by one; as many turns as a lane has bits exchange
    // image and value.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InterleaveSquares<TSimd, TVector>(float* source, float* target, nint length, nint turned)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int lanes = TSimd.Count;
        int half = lanes / 2;
        float* square = stackalloc float[lanes * lanes];
        for (nint start = 0; start < turned; start += lanes)
        {
            float* image = source + start;
            float* block = target + (start * lanes);
            for (int pair = 0; pair < half; pair++)
            {
                TVector low = TSimd.Load(image);
                TVector high = TSimd.Load(image + length);
                image += 2 * length;
                TSimd.Store(block + (pair * lanes), TSimd.Even(low, high));
                TSimd.Store(block + ((half + pair) * lanes), TSimd.Odd(low, high));
            }

            float* from = block;
            float* to = square;
            for (int turns = 2; turns < lanes; turns *= 2)
            {
                for (int pair = 0; pair < half; pair++)
                {
                    TVector low = TSimd.Load(from + (2 * pair * lanes));
                    TVector high = TSimd.Load(from + (((2 * pair) + 1) * lanes));
                    TSimd.Store(to + (pair * lanes), TSimd.Even(low, high));
                    TSimd.Store(to + ((half + pair) * lanes), TSimd.Odd(low, high));
                }

                float* free = from;
                from = to;
                to = free;
            }

            if (from == square)
            {
                for (int row = 0; row < lanes; row++)
                {
                    TSimd.Store(block + (row * lanes), TSimd.Load(square + (row * lanes)));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InterleaveRest(
        float* source, float* target, int filled, nint length, int lanes, nint done)
    {
        for (nint start = done; start < length; start += Run)
        {
            nint end = Math.Min(start + Run, length);
            for (int lane = 0; lane < filled; lane++)
            {
                float* image = source + (lane * length);
                for (nint m = start; m < end; m++)
                {
                    target[(m * lanes) + lane] = image[m];
                }
            }
        }
    }

    /// <summary>target[n][m] = source[⌊n/V⌋][m][n mod V].</summary>
    /// <param name="source">Blocks of V images.</param>
    /// <param name="target">Receives images one behind the other.</param>
    /// <param name="images">Number of images.</param>
    /// <param name="length">Values of an image.</param>
    /// <param name="lanes">V.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Separate(float* source, float* target, int images, nint length, int lanes)
    {
        for (int first = 0; first < images; first += lanes)
        {
            int filled = Math.Min(lanes, images - first);
            for (nint start = 0; start < length; start += Run)
            {
                nint end = Math.Min(start + Run, length);
                for (int lane = 0; lane < filled; lane++)
                {
                    float* image = target + (lane * length);
                    for (nint m = start; m < end; m++)
                    {
                        image[m] = source[(m * lanes) + lane];
                    }
                }
            }

            source += lanes * length;
            target += filled * length;
        }
    }
}

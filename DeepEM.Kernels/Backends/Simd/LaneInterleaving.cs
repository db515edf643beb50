using System.Runtime.CompilerServices;

namespace DeepEM.Kernels.Backends.Simd;

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Interleave(float* source, float* target, int images, nint length, int lanes)
    {
        for (int first = 0; first < images; first += lanes)
        {
            int filled = Math.Min(lanes, images - first);
            for (nint start = 0; start < length; start += Run)
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

            source += filled * length;
            target += lanes * length;
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

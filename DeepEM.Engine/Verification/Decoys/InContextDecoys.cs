using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Micrographs.Spectra;
using DeepEM.Engine.Picking.Peaks;
using DeepEM.Kernels.Fourier;

namespace DeepEM.Engine.Verification.Decoys;

/// <summary>A micrograph whose particles stay and whose ice is made of new noise: what is found there is noise.
/// </summary>
/// <remarks>
/// <code>
/// decoy = k·f + √(1 − k²)·n,    n = spread·s·F⁻¹[√P·F[w]] + median
/// </code>
/// with f the region as it is, k = 1 on discs of 0.6 diameters round what is kept, falling to 0 at their rims as the
/// integral of a normal curve of 0.06 diameters, P the power of the free area (<see cref="NoiseSpectrum"/>), w white
/// noise, and s the strength from place to place (<see cref="SpreadMap"/>). The noise is scaled to the quartiles of the
/// free area, not to its variance: dirt has long tails. Masked pixels stay as they are. Pure noise would not do: it
/// lacks the particles that the network sees beside a place, and lies where particles are. The noise depends on the
/// micrograph's name and the number of the draw only.
/// </remarks>
internal static class InContextDecoys
{
    // In diameters: where pixels of ice know nothing of each other any more, and the rims of what is kept.
    private const double Reach = 1.5;
    private const double RimWidth = 0.06;

    // In widths of the rim: beyond, k is 0 or 1 to seven digits.
    private const double Rim = 5.4;

    // Grey levels beyond so many spreads are dirt.
    private const double LargestLevel = 4;
    private const int Samples = 1 << 16;

    /// <summary>Makes a decoy.</summary>
    /// <param name="region">The region.</param>
    /// <param name="free">Its noise.</param>
    /// <param name="kept">What stays, in pixels of the region.</param>
    /// <param name="diameter">Particle diameter, pixels.</param>
    /// <param name="draw">Number of the draw.</param>
    /// <returns>An image of the region's extents, or null where the noise is flat; valid until the next of the region's
    /// memory. It does not depend on the number of workers.</returns>
    public static PreparedMicrograph? Draw(
        DecoyRegion region, FreeArea free, IReadOnlyList<Peak> kept, double diameter, int draw)
    {
        PreparedMicrograph image = region.Image;
        DecoyBuffers buffers = region.Buffers;
        ReadOnlySpan<float> levels = Levels(image, free, buffers);
        (double median, double spread) = RobustNormalisation.Measure(levels, Samples);
        if (!(spread > 0))
        {
            return null;
        }

        RandomSource random = RandomSource.ForFile(image.Name).Fork(draw);
        float[] noise = Noise(image, free, (median, spread), diameter, random, buffers);
        float[] weights = Weights(image, kept, diameter, buffers);
        for (int i = 0; i < noise.Length; i++)
        {
            float k = weights[i];
            noise[i] = region.IsMasked[i]
                ? image.Pixels[i]
                : (k * image.Pixels[i]) + (MathF.Sqrt(1 - (k * k)) * noise[i]);
        }

        return image with { Pixels = noise };
    }

    private static ReadOnlySpan<float> Levels(PreparedMicrograph image, FreeArea free, DecoyBuffers buffers)
    {
        float[] levels = buffers.Take<float>(DecoyBuffer.Levels, image.Pixels.Length);
        int count = 0;
        for (int i = 0; i < free.IsFree.Length; i++)
        {
            if (free.IsFree[i])
            {
                levels[count++] = image.Pixels[i];
            }
        }

        return levels.AsSpan(0, count);
    }

    private static float[] Noise(
        PreparedMicrograph image,
        FreeArea free,
        (double Median, double Spread) levels,
        double diameter,
        RandomSource random,
        DecoyBuffers buffers)
    {
        double[] autocorrelation = NoiseSpectrum.Autocorrelation(
            Clipped(image, free, levels, buffers),
            free.IsFree,
            image.Height,
            image.Width,
            Reach * diameter,
            buffers);
        int atLeast = (2 * (int)Math.Ceiling(Reach * diameter)) + 1;
        FourierTransform transform = buffers.Transform(
            Period(Math.Max(image.Height, atLeast)), Period(Math.Max(image.Width, atLeast)));
        float[] field = Field(autocorrelation, transform, random, buffers);
        (double middle, double width) = RobustNormalisation.Measure(field, Samples);
        double scale = width > 0 ? levels.Spread / width : 0;
        var strength = new SpreadMap(image, free.IsFree, levels.Median, levels.Spread, diameter, buffers);
        float[] noise = buffers.Take<float>(DecoyBuffer.Noise, image.Height * image.Width);
        for (int y = 0; y < image.Height; y++)
        {
            Span<float> row = noise.AsSpan(y * image.Width, image.Width);
            strength.Fill(y, row);
            ReadOnlySpan<float> drawn = field.AsSpan(y * transform.Width, image.Width);
            for (int x = 0; x < row.Length; x++)
            {
                row[x] = (float)((row[x] * scale * (drawn[x] - middle)) + levels.Median);
            }
        }

        return noise;
    }

    private static float[] Field(
        double[] autocorrelation, FourierTransform transform, RandomSource random, DecoyBuffers buffers)
    {
        Spectrum power = NoiseSpectrum.Power(autocorrelation, transform, buffers);
        float[] field = buffers.Take<float>(DecoyBuffer.Field, transform.Height * transform.Width);
        WhiteNoise.Draw(field, transform.Width, random, buffers.Device);
        Spectrum white = buffers.Take(DecoyBuffer.White, transform);
        transform.Forward(field, white);
        for (int i = 0; i < white.Real.Length; i++)
        {
            float factor = MathF.Sqrt(power.Real[i]);
            white.Real[i] *= factor;
            white.Imaginary[i] *= factor;
        }

        transform.Inverse(white, field);
        return field;
    }

    private static float[] Clipped(
        PreparedMicrograph image, FreeArea free, (double Median, double Spread) levels, DecoyBuffers buffers)
    {
        float low = (float)(levels.Median - (LargestLevel * levels.Spread));
        float high = (float)(levels.Median + (LargestLevel * levels.Spread));
        double sum = 0;
        float[] clipped = buffers.Take<float>(DecoyBuffer.Noise, image.Pixels.Length);
        for (int i = 0; i < clipped.Length; i++)
        {
            clipped[i] = Math.Clamp(image.Pixels[i], low, high);
            sum += free.IsFree[i] ? clipped[i] : 0;
        }

        float mean = (float)(sum / Math.Max(1, free.Count));
        for (int i = 0; i < clipped.Length; i++)
        {
            clipped[i] -= mean;
        }

        return clipped;
    }

    // Powers of two are fastest.
    private static int Period(int extent)
    {
        int period = 1;
        while (period < extent)
        {
            period *= 2;
        }

        return period;
    }

    // Where discs overlap, the larger weight.
    private static float[] Weights(
        PreparedMicrograph image, IReadOnlyList<Peak> kept, double diameter, DecoyBuffers buffers)
    {
        float[] weights = buffers.TakeClear<float>(DecoyBuffer.Levels, image.Pixels.Length);
        double radius = FreeArea.KeptRadius * diameter;
        double width = RimWidth * diameter;
        Discs.Visit(image, kept, radius + (Rim * width), (y, first, count, place) =>
        {
            for (int x = first; x < first + count; x++)
            {
                double distance = Math.Sqrt(((y - place.Y) * (y - place.Y)) + ((x - place.X) * (x - place.X)));
                ref float weight = ref weights[(y * image.Width) + x];
                weight = Math.Max(weight, NormalIntegral((radius - distance) / width));
            }
        });
        return weights;
    }

    // By the tangent that comes within 0.0004 of it; 1 beyond where seven digits tell no difference.
    private static float NormalIntegral(double z) =>
        z > Rim ? 1 : z < -Rim ? 0 : (float)(1 / (1 + Math.Exp(-z * (1.5976 + (0.070566 * z * z)))));
}

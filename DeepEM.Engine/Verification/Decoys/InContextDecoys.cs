using System.IO.Hashing;
using System.Text;
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
    /// <param name="threads">Threads to use; the result does not depend on them.</param>
    /// <returns>An image of the region's extents, or null where the noise is flat.</returns>
    public static PreparedMicrograph? Draw(
        DecoyRegion region, FreeArea free, IReadOnlyList<Peak> kept, double diameter, int draw, int threads)
    {
        PreparedMicrograph image = region.Image;
        float[] levels = Levels(image, free);
        (double median, double spread) = RobustNormalisation.Measure(levels, Samples);
        if (!(spread > 0))
        {
            return null;
        }

        float[] noise = Noise(image, free, (median, spread), diameter, SourceOf(image.Name, draw), threads);
        float[] weights = Weights(image, kept, diameter);
        for (int i = 0; i < noise.Length; i++)
        {
            float k = weights[i];
            noise[i] = region.IsMasked[i]
                ? image.Pixels[i]
                : (k * image.Pixels[i]) + (MathF.Sqrt(1 - (k * k)) * noise[i]);
        }

        return image with { Pixels = noise };
    }

    private static RandomSource SourceOf(string name, int draw) => new RandomSource(
        unchecked((long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(Path.GetFileName(name))))).Fork(draw);

    private static float[] Levels(PreparedMicrograph image, FreeArea free)
    {
        float[] levels = new float[free.Count];
        int count = 0;
        for (int i = 0; i < free.IsFree.Length; i++)
        {
            if (free.IsFree[i])
            {
                levels[count++] = image.Pixels[i];
            }
        }

        return levels;
    }

    private static float[] Noise(
        PreparedMicrograph image,
        FreeArea free,
        (double Median, double Spread) levels,
        double diameter,
        RandomSource random,
        int threads)
    {
        double[] autocorrelation = NoiseSpectrum.Autocorrelation(
            Clipped(image, free, levels), free.IsFree, image.Height, image.Width, Reach * diameter, threads);
        int atLeast = (2 * (int)Math.Ceiling(Reach * diameter)) + 1;
        var transform = new FourierTransform(
            Period(Math.Max(image.Height, atLeast)), Period(Math.Max(image.Width, atLeast)), threads);
        float[] field = Field(autocorrelation, transform, random, threads);
        (double middle, double width) = RobustNormalisation.Measure(field, Samples);
        double scale = width > 0 ? levels.Spread / width : 0;
        var strength = new SpreadMap(image, free.IsFree, levels.Median, levels.Spread, diameter);
        float[] noise = new float[image.Height * image.Width];
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

    private static float[] Field(double[] autocorrelation, FourierTransform transform, RandomSource random, int threads)
    {
        Spectrum power = NoiseSpectrum.Power(autocorrelation, transform);
        float[] field = WhiteNoise.Draw(
            transform.Height, transform.Width, random, new ParallelOptions { MaxDegreeOfParallelism = threads });
        Spectrum white = transform.Forward(field);
        for (int i = 0; i < white.Real.Length; i++)
        {
            float factor = MathF.Sqrt(power.Real[i]);
            white.Real[i] *= factor;
            white.Imaginary[i] *= factor;
        }

        transform.Inverse(white, field);
        return field;
    }

    private static float[] Clipped(PreparedMicrograph image, FreeArea free, (double Median, double Spread) levels)
    {
        float low = (float)(levels.Median - (LargestLevel * levels.Spread));
        float high = (float)(levels.Median + (LargestLevel * levels.Spread));
        double sum = 0;
        float[] clipped = new float[image.Pixels.Length];
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
    private static float[] Weights(PreparedMicrograph image, IReadOnlyList<Peak> kept, double diameter)
    {
        float[] weights = new float[image.Pixels.Length];
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

using System.Numerics;
using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Simulation;

/// <summary>A particle seen from one direction: its density summed along the beam.</summary>
/// <remarks>
/// With the blobs' centres turned by the orientation, in closed form and for any centre between the pixels:
/// <code>P(x, y) = ∫ρ dz = Σ_b Amplitude_b · Width_b · √(2π) · exp(−((x − x_b)² + (y − y_b)²) / (2 · Width_b²))</code>
/// sampled at the pixels' centres, x to the right and y downwards, lengths in angstrom.
/// </remarks>
public static class Projection
{
    // Blobs are cut off here, where they have fallen below 2e-6 of their height.
    private const double ReachInWidths = 5.2;

    /// <summary>An orientation, every one with equal chance (Shoemake, Graphics Gems III, 1992).</summary>
    /// <param name="random">Decides; advanced.</param>
    /// <returns>A unit quaternion.</returns>
    public static Quaternion RandomOrientation(RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double u = random.NextDouble();
        (double sineA, double cosineA) = Math.SinCos(random.NextDouble(0, 2 * Math.PI));
        (double sineB, double cosineB) = Math.SinCos(random.NextDouble(0, 2 * Math.PI));
        double a = Math.Sqrt(1 - u);
        double b = Math.Sqrt(u);
        return new Quaternion((float)(a * sineA), (float)(a * cosineA), (float)(b * sineB), (float)(b * cosineB));
    }

    /// <summary>Adds a particle's projection to an image.</summary>
    /// <param name="model">The particle.</param>
    /// <param name="orientation">How it is turned.</param>
    /// <param name="x">Column of its centre of mass, pixels, fractions allowed, also outside the image.</param>
    /// <param name="y">Row of its centre of mass, pixels.</param>
    /// <param name="pixelSizeAngstrom">Angstrom per pixel.</param>
    /// <param name="image">Height·Width values, row by row; added to.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="strength">Multiplies the projection.</param>
    /// <exception cref="ArgumentException">The image has no whole rows, or a number is not positive.</exception>
    public static void Add(
        ParticleModel model,
        Quaternion orientation,
        double x,
        double y,
        double pixelSizeAngstrom,
        float[] image,
        int width,
        double strength = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        SettingCheck.Positive(pixelSizeAngstrom, nameof(pixelSizeAngstrom));
        if (image.Length % width != 0)
        {
            throw new ArgumentException($"{image.Length} values make no whole rows of {width}.", nameof(image));
        }

        int height = image.Length / width;
        foreach (SphericalGaussian blob in model.Blobs)
        {
            Vector3 centre = Vector3.Transform(blob.Centre, orientation);
            double blobX = x + (centre.X / pixelSizeAngstrom);
            double blobY = y + (centre.Y / pixelSizeAngstrom);
            double blobWidth = blob.Width / pixelSizeAngstrom;
            (int left, float[] across) = Profile(blobX, blobWidth, width);
            (int top, float[] down) = Profile(blobY, blobWidth, height);
            double peak = strength * blob.Amplitude * blob.Width * Math.Sqrt(2 * Math.PI);
            for (int i = 0; i < down.Length; i++)
            {
                AddScaled(across, (float)(peak * down[i]), image.AsSpan(((top + i) * width) + left, across.Length));
            }
        }
    }

    // exp(−(i − centre)²/(2·width²)) for the whole numbers i of the image near the centre, and the first of them.
    private static (int First, float[] Values) Profile(double centre, double width, int extent)
    {
        double reach = ReachInWidths * width;
        int first = (int)Math.Clamp(Math.Ceiling(centre - reach), 0, extent);
        int end = (int)Math.Clamp(Math.Floor(centre + reach) + 1, first, extent);
        float[] values = new float[end - first];
        for (int i = 0; i < values.Length; i++)
        {
            double distance = (first + i - centre) / width;
            values[i] = (float)Math.Exp(-0.5 * distance * distance);
        }

        return (first, values);
    }

    private static void AddScaled(ReadOnlySpan<float> source, float factor, Span<float> target)
    {
        int i = 0;
        var factors = new Vector<float>(factor);
        for (; i <= source.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(target[i..]) + (new Vector<float>(source[i..]) * factors)).CopyTo(target[i..]);
        }

        for (; i < source.Length; i++)
        {
            target[i] += source[i] * factor;
        }
    }
}

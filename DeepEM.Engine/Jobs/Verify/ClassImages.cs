using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>Brings prepared micrographs to the pixels in which particles are averaged.</summary>
/// <remarks>
/// The network may see particles of 19 to 55 pixels, averages want about 34 in boxes of 64. No ring of the averages
/// lies beyond what an image of 19 pixels a particle shows. Keeps buffers: an image is valid until the next.
/// </remarks>
/// <param name="backend">The device; must outlive this object.</param>
internal sealed class ClassImages(IComputeBackend backend) : IDisposable
{
    /// <summary>Diameter of a particle in pixels of the averages, where the network's own will not do.</summary>
    public const double Diameter = 34;

    // Between these the image of the network does as it is.
    private const double Least = 31;
    private const double Most = 37;

    private readonly Rescaler _rescaler = new(backend);
    private readonly Rescaler _twins = new(backend);
    private float[] _pixels = [];
    private float[] _twinPixels = [];

    /// <summary>Diameter of particles on the images that come of it, pixels.</summary>
    /// <param name="seen">Their diameter on the image of the network.</param>
    public static double DiameterOf(double seen) => seen is >= Least and <= Most ? seen : Diameter;

    /// <summary>Rescales a micrograph.</summary>
    /// <param name="image">As the network sees it.</param>
    /// <param name="seen">Particle diameter on it, pixels.</param>
    public PreparedMicrograph Of(PreparedMicrograph image, double seen) =>
        Rescaled(image, seen, _rescaler, ref _pixels);

    /// <summary>Rescales the twin of a micrograph, beside that.</summary>
    /// <param name="twin">Noise as the network sees it.</param>
    /// <param name="seen">Particle diameter on it, pixels.</param>
    public PreparedMicrograph OfTwin(PreparedMicrograph twin, double seen) =>
        Rescaled(twin, seen, _twins, ref _twinPixels);

    /// <inheritdoc/>
    public void Dispose()
    {
        _rescaler.Dispose();
        _twins.Dispose();
    }

    private static PreparedMicrograph Rescaled(
        PreparedMicrograph image, double seen, Rescaler rescaler, ref float[] pixels)
    {
        double ratio = seen / DiameterOf(seen);
        if (ratio == 1)
        {
            return image;
        }

        (int height, int width) = (Extent(image.Height, ratio), Extent(image.Width, ratio));
        if (pixels.Length != height * width)
        {
            pixels = new float[height * width];
        }

        rescaler.Rescale(image.Pixels, (image.Height, image.Width), pixels, (height, width), ratio);
        return image with { Pixels = pixels, Height = height, Width = width, Binning = image.Binning * ratio };
    }

    private static int Extent(int pixels, double ratio) => Math.Max(1, (int)Math.Ceiling((pixels / ratio) - 1e-9));
}

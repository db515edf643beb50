using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Peaks;
using DeepEM.Engine.Verification.Averages;
using DeepEM.Engine.Verification.Outliers;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>Gathers from micrograph after micrograph what classes and outliers are found from.</summary>
/// <param name="backend">The device; must outlive this object.</param>
/// <param name="isBright">Whether particles are bright on prepared micrographs.</param>
internal sealed class CollectedPicks(IComputeBackend backend, bool isBright) : IDisposable
{
    // Crops of noise over all micrographs: places for its power, maxima for its averages.
    private const int Places = 800;
    private const int Maxima = 1500;

    private readonly ClassImages _images = new(backend);

    /// <summary>The picks.</summary>
    public ParticleCrops Crops { get; } = new();

    /// <summary>Noise at random places.</summary>
    public ParticleCrops Noise { get; } = new();

    /// <summary>The best maxima of noise: what the network would pick where there are no particles.</summary>
    public ParticleCrops NoiseMaxima { get; } = new();

    /// <summary>Of each pick how the ground round it differs, and whether a masked place is near.</summary>
    public List<((double Grey, double Texture) Ground, bool IsAtMask)> Grounds { get; } = [];

    /// <summary>Diameter of the particles on the crops, pixels; 0 before the first.</summary>
    public double Diameter { get; private set; }

    /// <summary>Pixel size of the crops, angstrom; 0 before the first.</summary>
    public double PixelSizeAngstrom { get; private set; }

    /// <summary>Takes what is wanted of a micrograph.</summary>
    /// <param name="scored">The micrograph.</param>
    /// <param name="seen">The micrograph as the network sees it.</param>
    /// <param name="transfer">What the optics leave of the rings, or null.</param>
    public void Add(ScoredMicrograph scored, VerificationImage seen, Func<double, IReadOnlyList<double>?> transfer)
    {
        PreparedMicrograph image = _images.Of(seen.Image, seen.Diameter);
        Diameter = ClassImages.DiameterOf(seen.Diameter);
        PixelSizeAngstrom = seen.PixelSizeAngstrom * image.Binning;
        Crops.Add(
            image,
            [.. scored.Picks.Select(pick => CoordinateFrame.ToBinned(pick.X, pick.Y, image.Binning))],
            isBright,
            transfer(PixelSizeAngstrom));
        var levels = new LocalLevels(seen.Image, seen.Diameter);
        double reach = OutlierRules.MaskReach * seen.Diameter * seen.Image.Binning;
        foreach (Particle pick in scored.Picks)
        {
            Grounds.Add((
                levels.At(CoordinateFrame.ToBinned(pick.X, pick.Y, seen.Image.Binning)),
                seen.Image.Mask is { } mask && IsNear(mask, pick, reach)));
        }
    }

    /// <summary>Takes crops from the twin of a micrograph that is nothing but noise.</summary>
    /// <param name="name">Name of the micrograph, on which the random places depend.</param>
    /// <param name="twin">The twin as the network sees it, and its maxima, best first.</param>
    /// <param name="seen">Particle diameter on it, pixels.</param>
    /// <param name="micrographs">How many micrographs have twins.</param>
    public void AddTwin(string name, (PreparedMicrograph Image, Peak[] Maxima) twin, double seen, int micrographs)
    {
        PreparedMicrograph image = _images.OfTwin(twin.Image, seen);
        var random = RandomSource.ForFile(name);
        int margin = Math.Min(ParticleCrops.Side / 2, Math.Min(image.Height, image.Width) / 4);
        List<BinnedPosition> places = [];
        int wanted = (Places + micrographs - 1) / micrographs;
        for (int attempt = 0; places.Count < wanted && attempt < 10 * wanted; attempt++)
        {
            var place = new BinnedPosition(
                margin + random.NextInt32(image.Width - (2 * margin)),
                margin + random.NextInt32(image.Height - (2 * margin)));
            if (image.Mask?.Covers(CoordinateFrame.ToMicrograph(place, image.Binning, 0)) != true)
            {
                places.Add(place);
            }
        }

        Noise.Add(image, places, isBright);
        double scale = ClassImages.DiameterOf(seen) / seen;
        NoiseMaxima.Add(
            image,
            [
                .. twin.Maxima.Take((Maxima + micrographs - 1) / micrographs).Select(peak =>
                    new BinnedPosition(((peak.X + 0.5) * scale) - 0.5, ((peak.Y + 0.5) * scale) - 0.5)),
            ],
            isBright);
    }

    /// <inheritdoc/>
    public void Dispose() => _images.Dispose();

    private static bool IsNear(MicrographMask mask, Particle pick, double reach)
    {
        for (int turn = 0; turn < 8; turn++)
        {
            (double sin, double cos) = Math.SinCos(turn * Math.PI / 4);
            if (mask.Covers(pick with { X = pick.X + (reach * cos), Y = pick.Y + (reach * sin) }))
            {
                return true;
            }
        }

        return false;
    }
}

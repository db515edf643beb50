using System.Numerics;
using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Simulation;

/// <summary>The density of one invented particle: a sum of Gaussian blobs around its centre of mass.</summary>
public sealed class ParticleModel
{
    // A blob's edge, in standard deviations, for the extent of the particle.
    private const double BlobReach = 1;

    private ParticleModel(SphericalGaussian[] blobs, double diameterAngstrom) =>
        (Blobs, DiameterAngstrom) = (blobs, diameterAngstrom);

    /// <summary>The blobs.</summary>
    public IReadOnlyList<SphericalGaussian> Blobs { get; }

    /// <summary>Largest extent, angstrom.</summary>
    public double DiameterAngstrom { get; }

    /// <summary>Makes a model of given blobs, moved so that the centre of mass is the origin.</summary>
    /// <param name="blobs">At least one blob, widths positive, sum of masses positive.</param>
    /// <returns>The model; its diameter follows from the blobs.</returns>
    /// <exception cref="ArgumentException">There is no blob, or a mass or width is not positive.</exception>
    public static ParticleModel FromBlobs(IReadOnlyCollection<SphericalGaussian> blobs)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        double mass = blobs.Sum(static blob => blob.RelativeMass);
        if (!(mass > 0) || blobs.Any(static blob => !(blob.Width > 0)))
        {
            throw new ArgumentException("A model needs blobs of positive width and positive mass.", nameof(blobs));
        }

        Vector3 centre = Vector3.Zero;
        foreach (SphericalGaussian blob in blobs)
        {
            centre += blob.Centre * (float)(blob.RelativeMass / mass);
        }

        SphericalGaussian[] centred = [.. blobs.Select(blob => blob with { Centre = blob.Centre - centre })];
        double reach = centred.Max(static blob => blob.Centre.Length() + (BlobReach * blob.Width));
        return new ParticleModel(centred, 2 * reach);
    }

    /// <summary>Invents a particle.</summary>
    /// <param name="settings">Size and kind.</param>
    /// <param name="random">Decides the shape; advanced.</param>
    /// <returns>A model of exactly the asked diameter.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static ParticleModel Invent(ParticleModelSettings settings, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(random);
        settings.Validate();

        // In units of half the diameter first; the exact size is set at the end.
        List<SphericalGaussian> blobs = [];
        for (int i = 0; i < settings.BlobCount; i++)
        {
            Vector3 place = settings.Shape == ParticleShape.Cylinder
                ? InCylinder(settings.HollowFraction, random)
                : InBall(settings.HollowFraction, random);
            if (settings.Layers > 0)
            {
                place.Z = ((2 * MathF.Floor((place.Z + 1) / 2 * settings.Layers)) + 1 - settings.Layers)
                    / settings.Layers;
            }

            Vector3 centre = place
                * new Vector3((float)settings.Stretch.X, (float)settings.Stretch.Y, (float)settings.Stretch.Z);
            var blob = new SphericalGaussian(
                centre,
                random.NextDouble(settings.MinimumBlobWidth, settings.MaximumBlobWidth),
                random.NextDouble(0.6, 1.4));
            for (int unit = 0; unit < settings.SymmetryOrder; unit++)
            {
                var turn = Quaternion.CreateFromAxisAngle(Vector3.UnitZ, 2 * MathF.PI * unit / settings.SymmetryOrder);
                blobs.Add(blob with { Centre = Vector3.Transform(centre, turn) });
            }
        }

        if (settings.BeltDensity > 0)
        {
            blobs.AddRange(DetergentBelt.Around(blobs, settings.BeltDensity, random));
        }

        ParticleModel model = FromBlobs(blobs);
        double scale = settings.DiameterAngstrom / model.DiameterAngstrom;
        SphericalGaussian[] scaled =
        [
            .. model.Blobs.Select(
                blob => blob with { Centre = blob.Centre * (float)scale, Width = blob.Width * scale }),
        ];
        return new ParticleModel(scaled, settings.DiameterAngstrom);
    }

    // Equal chance for equal volume between the hollow's radius and 1.
    private static Vector3 InBall(double hollow, RandomSource random)
    {
        double radius = Math.Cbrt(random.NextDouble(hollow * hollow * hollow, 1));
        return Direction(random) * (float)radius;
    }

    private static Vector3 InCylinder(double hollow, RandomSource random)
    {
        double radius = Math.Sqrt(random.NextDouble(hollow * hollow, 1));
        (double sine, double cosine) = Math.SinCos(random.NextDouble(0, 2 * Math.PI));
        return new Vector3((float)(radius * cosine), (float)(radius * sine), (float)random.NextDouble(-1, 1));
    }

    private static Vector3 Direction(RandomSource random)
    {
        double z = random.NextDouble(-1, 1);
        double radius = Math.Sqrt(1 - (z * z));
        (double sine, double cosine) = Math.SinCos(random.NextDouble(0, 2 * Math.PI));
        return new Vector3((float)(radius * cosine), (float)(radius * sine), (float)z);
    }
}

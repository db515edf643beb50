using System.Numerics;
using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Simulation;

/// <summary>The belt of detergent around a membrane protein: smooth and wide, of lower density.</summary>
/// <remarks>
/// Wide blobs on a ring around z, in the plane through the middle of the particle, with the density of the protein
/// times <see cref="ParticleModelSettings.BeltDensity"/>. Nothing in it is sharp, so it lowers the contrast of what it
/// hides.
/// </remarks>
internal static class DetergentBelt
{
    private const int BlobCount = 24;

    // In half diameters: the ring's radius and the standard deviation of its blobs end within the particle's reach.
    private const double LeastRadius = 0.5;
    private const double MostRadius = 0.75;
    private const double BlobWidth = 0.2;

    /// <summary>The belt's blobs, in half diameters.</summary>
    /// <param name="protein">The protein's blobs, in half diameters.</param>
    /// <param name="density">Mean density of the belt over that of the protein; positive.</param>
    /// <param name="random">Decides the belt's radius; advanced.</param>
    /// <returns>The blobs.</returns>
    public static IReadOnlyList<SphericalGaussian> Around(
        IReadOnlyCollection<SphericalGaussian> protein, double density, RandomSource random)
    {
        double radius = random.NextDouble(LeastRadius, MostRadius);
        double reach = protein.Max(static blob => blob.Centre.Length() + blob.Width);

        // Mass over volume, both up to the factors that cancel: of a ball for the protein, of a torus for the belt.
        double ball = 4.0 / 3 * Math.PI * reach * reach * reach;
        double torus = 2 * Math.PI * radius * Math.PI * BlobWidth * BlobWidth;
        double mass = density * protein.Sum(static blob => blob.RelativeMass) / ball * torus;
        double amplitude = mass / BlobCount / (BlobWidth * BlobWidth * BlobWidth);
        var belt = new SphericalGaussian[BlobCount];
        for (int i = 0; i < BlobCount; i++)
        {
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * i / BlobCount);
            belt[i] = new SphericalGaussian(
                new Vector3((float)(radius * cosine), (float)(radius * sine), 0), BlobWidth, amplitude);
        }

        return belt;
    }
}

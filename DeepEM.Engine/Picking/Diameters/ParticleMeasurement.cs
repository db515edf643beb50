using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking.Diameters;

/// <summary>Measures the diameter of the particles at known places.</summary>
/// <param name="backend">The device, which must outlive this object.</param>
/// <param name="seen">Diameter that the particles are to have, pixels of the image that is measured.</param>
internal sealed class ParticleMeasurement(IComputeBackend backend, double seen)
{
    // In diameters: how far the mean reaches, and how far a particle is asked for its direction.
    private const double Reach = 1.25;
    private const double StretchReach = 1;

    /// <summary>Measures.</summary>
    /// <param name="micrographs">The micrographs in full, with angstrom per pixel of each.</param>
    /// <param name="places">The particles of each, in its pixels.</param>
    /// <param name="isInverted">Whether dark and bright are exchanged.</param>
    /// <param name="diameter">About their diameter, angstrom.</param>
    /// <returns>What they say, all and in halves, and their mean; null where they show no edge.</returns>
    public (MeasuredDiameter Measured, double Spread, MeanParticlePicture Mean)? Measure(
        IReadOnlyList<(BinnedMicrograph Micrograph, double PixelSizeAngstrom)> micrographs,
        IReadOnlyList<IReadOnlyList<Particle>> places,
        bool isInverted,
        double diameter)
    {
        int radius = (int)Math.Ceiling(Reach * seen);
        var mean = new MeanParticle(radius);
        List<PreparedMicrograph> images = [];
        double pixel = diameter / seen;
        for (int i = 0; i < micrographs.Count; i++)
        {
            (BinnedMicrograph micrograph, double pixelSize) = micrographs[i];
            var steps = BinningSteps.For(pixel / pixelSize);
            using var preparer = new MicrographPreparer(backend, steps, diameter / pixelSize / steps.Binning);
            PreparedMicrograph image = preparer.Prepare(micrograph);
            images.Add(isInverted ? image.Inverted() : image);
            foreach (BinnedPosition at in At(places[i], steps.Binning))
            {
                mean.Add(images[i], at.Y, at.X);
            }
        }

        double[] profile = mean.Profile();
        var stretch = new ParticleStretch(profile, (int)(StretchReach * seen));
        for (int i = 0; i < images.Count; i++)
        {
            foreach (BinnedPosition at in At(places[i], images[i].Binning))
            {
                stretch.Add(images[i], at.Y, at.X);
            }
        }

        double[] halves =
        [
            .. ((int[])[0, 1]).Select(half =>
                MeasuredDiameter.Of(mean.Profile(half), stretch.RootMeanSquare, pixel)?.DiameterAngstrom ?? 0),
        ];
        return MeasuredDiameter.Of(profile, stretch.RootMeanSquare, pixel) is { } measured
            ? (measured, Math.Abs(halves[0] - halves[1]) / 2,
                new MeanParticlePicture(mean.Count, (2 * radius) + 1, mean.Mean(), profile, pixel))
            : null;
    }

    private static IEnumerable<BinnedPosition> At(IReadOnlyList<Particle> places, double binning) =>
        places.Select(place => CoordinateFrame.ToBinned(place.X, place.Y, binning));
}

using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Peaks;
using DeepEM.Engine.Picking.Survey;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking.Diameters;

/// <summary>Looks at micrographs for particles of one diameter after another.</summary>
/// <param name="backend">The device, which must outlive this object.</param>
/// <param name="model">The general model.</param>
internal sealed class DiameterTrials(IComputeBackend backend, PickingModel model) : IDisposable
{
    // Pixels that the network sees: the middle of a micrograph has enough small particles.
    private const int MostSeen = 1400;

    private readonly CertainCandidates _candidates = new(backend, model);

    /// <summary>Looks for particles of a diameter.</summary>
    /// <param name="micrographs">The micrographs in full, with angstrom per pixel of each.</param>
    /// <param name="diameter">The diameter, angstrom.</param>
    /// <param name="inverted">For each contrast that is tried, whether dark and bright are exchanged.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>What was recognised with each contrast, and where: a list for each micrograph, best first.</returns>
    public IReadOnlyList<(DiameterTrial Trial, IReadOnlyList<IReadOnlyList<Particle>> Places)> Look(
        IReadOnlyList<(BinnedMicrograph Micrograph, double PixelSizeAngstrom)> micrographs,
        double diameter,
        IReadOnlyList<bool> inverted,
        CancellationToken cancellation)
    {
        List<IReadOnlyList<Particle>>[] places = [.. inverted.Select(_ => new List<IReadOnlyList<Particle>>())];
        double area = 0;
        foreach ((BinnedMicrograph micrograph, double pixelSize) in micrographs)
        {
            cancellation.ThrowIfCancellationRequested();
            double pixel = diameter / model.SeenDiameter;
            var part = SpecimenPart.Of(micrograph, (int)Math.Ceiling(MostSeen * pixel / pixelSize));
            area += part.Part.Height * pixelSize * part.Part.Width * pixelSize;
            var steps = BinningSteps.For(pixel / pixelSize);
            using var preparer = new MicrographPreparer(backend, steps, diameter / pixelSize / steps.Binning);
            PreparedMicrograph upright = preparer.Prepare(part.Part);
            for (int i = 0; i < inverted.Count; i++)
            {
                PreparedMicrograph image = inverted[i] ? upright.Inverted() : upright;
                places[i].Add([.. Find(image, diameter / pixelSize / steps.Binning).Select(part.ToMicrograph)]);
            }
        }

        return
        [
            .. inverted.Select((isInverted, i) => (
                Trial(places[i].Sum(these => these.Count), isInverted),
                (IReadOnlyList<IReadOnlyList<Particle>>)places[i])),
        ];

        DiameterTrial Trial(int certain, bool isInverted) =>
            new(diameter, isInverted, certain, certain * Math.PI / 4 * diameter * diameter / area);
    }

    /// <inheritdoc/>
    public void Dispose() => _candidates.Dispose();

    private IEnumerable<Particle> Find(PreparedMicrograph image, double diameter)
    {
        MicrographMask mask = MaskMeasurement.MaskOf(default, image, diameter, model.MaskLimits);
        Peak[] peaks = _candidates.FindCertain(
            image with { Mask = mask }, PickingSettings.Default.MinimumDistance * diameter);
        mask.Recycle();
        return peaks.Select(peak => CoordinateFrame.ToMicrograph(
            new BinnedPosition(peak.X, peak.Y), image.Binning, model.Calibration.Probability(peak.Logit)));
    }
}

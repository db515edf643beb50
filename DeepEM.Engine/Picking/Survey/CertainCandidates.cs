using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Peaks;
using DeepEM.Engine.Picking.Scoring;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking.Survey;

/// <summary>Counts the places of an image that a network is certain of, or holds for particles.</summary>
/// <remarks>
/// Windows are scored upright only, and of large images the middle only: a few hundred places of particles say as much
/// as thousands, and the scores of a whole micrograph at all sizes cost as much as picking eight. Keeps buffers: one
/// object serves one caller at a time.
/// </remarks>
internal sealed class CertainCandidates : IDisposable
{
    // Side of the part that is looked at, in diameters.
    private const double Side = 22;

    // Of the probability that a model gives at most: 1, or its calibration's ceiling.
    private const double Certain = 0.99;

    private readonly NetworkParameters _parameters;
    private readonly DenseScorer _scorer;
    private readonly PeakFinder _peaks;
    private readonly double _certain;
    private readonly double _likely;
    private float[] _middle = [];
    private float[]? _logits;

    /// <summary>Uploads the network.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="model">The model.</param>
    public CertainCandidates(IComputeBackend backend, PickingModel model)
    {
        _parameters = new NetworkParameters(backend, model.Network);
        _parameters.All.Upload(model.Parameters.Span);
        _scorer = new DenseScorer(backend, model.Network, [_parameters], model.Network.TotalStride);
        _peaks = new PeakFinder(backend);
        ScoreCalibration calibration = model.Calibration with { Ceiling = 1 };
        (_certain, _likely) = (calibration.Logit(Certain), model.Calibration.Logit(model.Threshold));
    }

    /// <summary>Counts.</summary>
    /// <param name="image">The prepared micrograph.</param>
    /// <param name="diameter">Diameter of a particle, binned pixels.</param>
    /// <param name="distance">Least distance of two candidates, in diameters.</param>
    /// <returns>Candidates outside the mask that the network is certain of, and those above the model's threshold.
    /// </returns>
    public (int Certain, int Likely) Count(PreparedMicrograph image, double diameter, double distance)
    {
        int side = (int)Math.Ceiling(Side * diameter);
        int top = Math.Max(0, image.Height - side) / 2;
        int left = Math.Max(0, image.Width - side) / 2;
        ScoreMap map = _scorer.Score(Middle(image, (top, left), side), _logits);
        _logits = map.Logits;
        Peak[] free = [.. new MinimumDistance(distance * diameter).Enforce(_peaks.Find(map, _likely))
            .Where(peak => IsFree(image, peak with { Y = peak.Y + top, X = peak.X + left }))];
        return (free.Count(peak => peak.Logit > _certain), free.Length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _peaks.Dispose();
        _scorer.Dispose();
        _parameters.Dispose();
    }

    private PreparedMicrograph Middle(PreparedMicrograph image, (int Top, int Left) place, int side)
    {
        (int height, int width) = (Math.Min(image.Height, side), Math.Min(image.Width, side));
        if ((height, width) == (image.Height, image.Width))
        {
            return image;
        }

        if (_middle.Length != height * width)
        {
            _middle = new float[height * width];
        }

        for (int y = 0; y < height; y++)
        {
            image.Pixels.AsSpan(((place.Top + y) * image.Width) + place.Left, width)
                .CopyTo(_middle.AsSpan(y * width));
        }

        return image with { Pixels = _middle, Height = height, Width = width };
    }

    private static bool IsFree(PreparedMicrograph image, Peak peak) => image.Mask?.Covers(
        CoordinateFrame.ToMicrograph(new BinnedPosition(peak.X, peak.Y), image.Binning, figureOfMerit: 0)) != true;
}

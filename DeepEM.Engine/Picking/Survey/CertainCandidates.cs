using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Peaks;
using DeepEM.Engine.Picking.Scoring;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking.Survey;

/// <summary>Counts the places of an image that a network is certain of, or holds for particles.</summary>
/// <remarks>Windows are scored upright only. Keeps buffers: one object serves one caller at a time.</remarks>
internal sealed class CertainCandidates : IDisposable
{
    // Of the probability that a model gives at most: 1, or its calibration's ceiling.
    private const double Certain = 0.99;

    private readonly NetworkParameters _parameters;
    private readonly DenseScorer _scorer;
    private readonly PeakFinder _peaks;
    private readonly double _certain;
    private readonly double _likely;
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
    /// <param name="distance">Least distance of two candidates, binned pixels.</param>
    /// <returns>Candidates outside the mask that the network is certain of, and those above the model's threshold.
    /// </returns>
    public (int Certain, int Likely) Count(PreparedMicrograph image, double distance)
    {
        Peak[] free = Find(image, distance, _likely);
        return (free.Count(peak => peak.Logit > _certain), free.Length);
    }

    /// <summary>Finds the places that the network is certain of.</summary>
    /// <param name="image">The prepared micrograph.</param>
    /// <param name="distance">Least distance of two candidates, binned pixels.</param>
    /// <returns>Candidates outside the mask, best first.</returns>
    public Peak[] FindCertain(PreparedMicrograph image, double distance) => Find(image, distance, _certain);

    /// <inheritdoc/>
    public void Dispose()
    {
        _peaks.Dispose();
        _scorer.Dispose();
        _parameters.Dispose();
    }

    private Peak[] Find(PreparedMicrograph image, double distance, double floor)
    {
        ScoreMap map = _scorer.Score(image, _logits);
        _logits = map.Logits;
        return [.. new MinimumDistance(distance).Enforce(_peaks.Find(map, floor)).Where(peak => IsFree(image, peak))];
    }

    private static bool IsFree(PreparedMicrograph image, Peak peak) => image.Mask?.Covers(
        CoordinateFrame.ToMicrograph(new BinnedPosition(peak.X, peak.Y), image.Binning, figureOfMerit: 0)) != true;
}

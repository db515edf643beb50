using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Peaks;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking.Survey;

/// <summary>Counts the places of an image that a network is certain of, or holds for particles.</summary>
/// <remarks>Windows are scored upright only. Keeps buffers: one object serves one caller at a time.</remarks>
internal sealed class CertainCandidates : IDisposable
{
    // Of the probability that a model gives at most: 1, or its calibration's ceiling.
    private const double Certain = 0.99;

    private readonly NetworkParameters _parameters;
    private readonly CandidateFinder _finder;
    private readonly double _certain;
    private readonly double _likely;

    /// <summary>Uploads the network.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="model">The model.</param>
    public CertainCandidates(IComputeBackend backend, PickingModel model)
    {
        _parameters = new NetworkParameters(backend, model.Network);
        _parameters.All.Upload(model.Parameters.Span);
        _finder = new CandidateFinder(
            backend, model, [_parameters], PickingSettings.Default with { Stride = model.Network.TotalStride });
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
        _finder.Dispose();
        _parameters.Dispose();
    }

    private Peak[] Find(PreparedMicrograph image, double distance, double floor) =>
        [.. _finder.Find(image, floor, new MinimumDistance(distance)).Where(peak => IsFree(image, peak))];

    private static bool IsFree(PreparedMicrograph image, Peak peak) => image.Mask?.Covers(
        CoordinateFrame.ToMicrograph(new BinnedPosition(peak.X, peak.Y), image.Binning, figureOfMerit: 0)) != true;
}

using System.Numerics;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Peaks;
using DeepEM.Engine.Picking.Scoring;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking;

/// <summary>Finds the candidates of images: the summits of the score map, none too near to a better one.</summary>
/// <remarks>Keeps buffers for images of one size: one object serves one caller at a time.</remarks>
public sealed class CandidateFinder : IDisposable
{
    private readonly DenseScorer _scorer;
    private readonly PeakFinder _peaks;
    private readonly MinimumDistance _distance;
    private ScoreMap? _map;

    /// <summary>Prepares for images of one size.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="model">The model.</param>
    /// <param name="parameters">Its network in all orientations, on that device; must outlive this object.</param>
    /// <param name="settings">How places become picks.</param>
    public CandidateFinder(
        IComputeBackend backend,
        PickingModel model,
        IReadOnlyList<NetworkParameters> parameters,
        PickingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(settings);
        Backend = backend;
        _distance = new MinimumDistance(settings.MinimumDistance * model.BinnedDiameter);
        _scorer = new DenseScorer(backend, model.Network, parameters, Suiting(settings.Stride, model.Network));
        _peaks = new PeakFinder(backend);
    }

    /// <inheritdoc cref="IMicrographPicker.Notice"/>
    public Notice? Notice => _scorer.Notice;

    /// <summary>The device.</summary>
    internal IComputeBackend Backend { get; }

    /// <summary>Finds all candidates above a floor.</summary>
    /// <param name="image">The image, prepared as the network learnt it; its mask is not looked at.</param>
    /// <param name="floor">Logits must be greater than this.</param>
    /// <returns>The candidates, best first. Valid until the next call.</returns>
    public IReadOnlyList<Peak> Find(PreparedMicrograph image, double floor) => Find(image, floor, _distance);

    /// <summary>Finds all candidates above a floor for particles of another size than the model's.</summary>
    /// <param name="image">The image, prepared as the network learnt it; its mask is not looked at.</param>
    /// <param name="floor">Logits must be greater than this.</param>
    /// <param name="distance">Least distance of two candidates, pixels of the image.</param>
    /// <returns>The candidates, best first. Valid until the next call with this distance.</returns>
    internal IReadOnlyList<Peak> Find(PreparedMicrograph image, double floor, MinimumDistance distance)
    {
        _map = _scorer.Score(image, _map?.Logits);
        return distance.Enforce(_peaks.Find(_map, floor));
    }

    /// <summary>The highest score near to a place of the last image.</summary>
    /// <param name="place">The place, pixels of the image.</param>
    /// <param name="radius">How far from it, pixels.</param>
    /// <returns>The logit; null where no window's centre is so near.</returns>
    internal double? HighestNear(BinnedPosition place, double radius) => _map?.HighestNear(place, radius);

    /// <summary>Leaves out what is too near to something better.</summary>
    /// <param name="peaks">Places, best first.</param>
    /// <returns>The kept places, best first. Valid until the next call.</returns>
    internal IReadOnlyList<Peak> Apart(IReadOnlyList<Peak> peaks) => _distance.Enforce(peaks);

    /// <inheritdoc/>
    public void Dispose()
    {
        _peaks.Dispose();
        _scorer.Dispose();
    }

    // A network that pools less than the usual ones is scored on a finer grid.
    private static int Suiting(int stride, NetworkDescription network) =>
        (int)BigInteger.GreatestCommonDivisor(stride, network.TotalStride);
}

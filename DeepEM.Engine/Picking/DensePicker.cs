using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Peaks;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking;

/// <summary>
/// The default way of picking: the whole micrograph scored at once, then the summits of the score map.
/// </summary>
public sealed class DensePicker : IMicrographPicker
{
    private readonly PickingSettings _settings;
    private readonly OrientedNetwork _network;
    private readonly CandidateFinder _finder;
    private readonly CentreRefinement _centres;
    private readonly double _edgeMargin;
    private readonly ScoreCalibration _calibration;
    private readonly IScoreJudge? _judge;
    private readonly CandidateFinders _judged;
    private readonly List<Particle> _particles = [];

    /// <summary>Uploads the network, turned as often as is asked for.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="model">The model.</param>
    /// <param name="binning">
    /// Binning of the micrographs to come, so that the network sees the pixels it learnt on.
    /// </param>
    /// <param name="settings">How places become picks.</param>
    /// <param name="judge">Says what scores mean; null where the model's calibration does.</param>
    public DensePicker(
        IComputeBackend backend,
        PickingModel model,
        double binning,
        PickingSettings settings,
        IScoreJudge? judge = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _centres = new CentreRefinement(model.BinnedDiameter);
        _calibration = model.Calibration;
        _judge = judge;
        _edgeMargin = model.EdgeMarginAngstrom / model.BinnedPixelSizeAngstrom * binning;
        _network = new OrientedNetwork(backend, model, settings);
        _finder = _network.NewFinder();
        _judged = new CandidateFinders(backend, _network.NewFinder);
    }

    /// <inheritdoc/>
    public NoiseScores? Noise { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<double> MaskedMerits { get; private set; } = [];

    /// <inheritdoc/>
    public Notice? Notice => _finder.Notice ?? _judge?.Notice;

    /// <inheritdoc/>
    /// <remarks>An image smaller than the box is continued by reflection.</remarks>
    public IReadOnlyList<Particle> Pick(PreparedMicrograph image)
    {
        ArgumentNullException.ThrowIfNull(image);
        double floor = _judge is null ? _calibration.Logit(_settings.Floor) : double.NegativeInfinity;
        IReadOnlyList<Peak> peaks = _finder.Find(image, floor);

        // What the judge scores has other sizes, and keeps its buffers, too.
        ScoreJudgement? judgement = _judge?.Judge(image, peaks, _judged);
        ScoreCalibration calibration = judgement?.Calibration ?? _calibration;
        Noise = judgement?.Scores(_settings.Floor);
        return Kept(image, Centred(image, Likely(peaks, calibration), calibration), calibration);
    }

    private IReadOnlyList<Particle> Kept(
        PreparedMicrograph image, IReadOnlyList<Peak> peaks, ScoreCalibration calibration)
    {
        _particles.Clear();
        List<double>? masked = null;
        bool bestFirst = true;
        for (int n = 0; n < peaks.Count; n++)
        {
            Peak peak = peaks[n];
            Particle particle = CoordinateFrame.ToMicrograph(
                new BinnedPosition(peak.X, peak.Y), image.Binning, calibration.Probability(peak.Logit));
            if (!EdgeRule.Keeps(particle, image.OriginalHeight, image.OriginalWidth, _edgeMargin))
            {
                continue;
            }

            if (image.Mask is { } mask && MicrographMask.IsSure(mask.At(particle)))
            {
                (masked ??= []).Add(particle.FigureOfMerit);
                continue;
            }

            particle = particle with { FigureOfMerit = image.Mask?.Probability(particle) ?? particle.FigureOfMerit };
            if (particle.FigureOfMerit > _settings.Floor)
            {
                bestFirst &= _particles.Count == 0 || particle.FigureOfMerit <= _particles[^1].FigureOfMerit;
                _particles.Add(particle);
            }
        }

        MaskedMerits = masked ?? [];

        // To sort leaves garbage on every micrograph, and few have picks in doubtful places.
        return bestFirst ? [.. _particles] : [.. _particles.OrderByDescending(p => p.FigureOfMerit)];
    }

    // The others are left out anyway, and to centre them takes time.
    private List<Peak> Likely(IReadOnlyList<Peak> peaks, ScoreCalibration calibration) =>
        [.. peaks.TakeWhile(peak => calibration.Probability(peak.Logit) > _settings.Floor)];

    // Two picks of one particle may have moved onto one centre.
    private IReadOnlyList<Peak> Centred(
        PreparedMicrograph image, IReadOnlyList<Peak> peaks, ScoreCalibration calibration)
    {
        IReadOnlyList<Peak> refined = _centres.Refine(image, peaks, calibration.Logit(0.5));
        return ReferenceEquals(refined, peaks) ? peaks : _finder.Apart(refined);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _finder.Dispose();
        _judged.Dispose();
        _network.Dispose();
    }
}

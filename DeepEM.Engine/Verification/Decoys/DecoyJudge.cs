using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Picking.Peaks;

namespace DeepEM.Engine.Verification.Decoys;

/// <summary>Judges the scores of a general model by the noise of each micrograph, measured in context.</summary>
/// <remarks>
/// One further scoring of a part of the micrograph (<see cref="InContextDecoys"/>); a second one of noise alone where
/// particles are not clear of it. Seeded from the micrograph's name: the same bytes for any number of threads. Where
/// too little of the micrograph is free to see its noise, the model's calibration stands.
/// </remarks>
/// <param name="model">The model, set to the micrographs' pixel size.</param>
public sealed class DecoyJudge(PickingModel model) : IScoreJudge
{
    // Side of the part that is scored again, pixels: some hundred maxima of noise; and where they are few.
    private const int UsualSide = 512;
    private const int LargeSide = 1024;

    // In square diameters: room for a hundred maxima.
    private const double LeastRoom = 70;

    private DecoyBuffers? _usual;
    private DecoyBuffers? _large;
    private bool _wasCrowded;

    /// <inheritdoc/>
    public Notice? Notice => _wasCrowded
        ? Foundation.Notices.Notice.Warning(
            string.Empty,
            NoticeCode.NoiseUnseen,
            "the noise of some micrographs could not be measured, because particles or masks leave no room between "
            + "them: their scores are those of the general calibration")
        : null;

    /// <inheritdoc/>
    public ScoreJudgement Judge(PreparedMicrograph image, IReadOnlyList<Peak> candidates, CandidateFinders finders)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(finders);
        double keptFrom = model.Calibration.Logit(NoisePass.KeptProbability);
        double diameter = model.BinnedDiameter;
        DecoyBuffers large = _large ??= new DecoyBuffers(finders.Backend);
        var region = DecoyRegion.Of(
            image, candidates, UsualSide, _usual ??= new DecoyBuffers(finders.Backend));
        if (NoiseSample.Room(region, diameter, keptFrom) < LeastRoom * diameter * diameter)
        {
            region = DecoyRegion.Of(image, candidates, LargeSide, large);
        }

        double[] logits = region.OpenLogits();
        if (logits.Length < DecoyCalibration.LeastCandidates)
        {
            return new ScoreJudgement(model.Calibration, [], 0);
        }

        NoiseSample? noise = NoiseSample.Of(region, finders, diameter, keptFrom, draw: 0);
        if (noise is null)
        {
            _wasCrowded = true;
            return new ScoreJudgement(model.Calibration, [], 0);
        }

        var calibration = DecoyCalibration.Of(model.Calibration, logits, noise);
        if (calibration.IsInDoubt)
        {
            region = DecoyRegion.Of(image, candidates, LargeSide, large);
            NoiseSample? pure = NoiseSample.Of(region, finders, diameter, double.PositiveInfinity, draw: 1);
            calibration = pure is { Logits.Length: > 0 } ? calibration.Against(logits, pure.Logits) : calibration;
            noise = calibration.IsNoise ? pure! : noise;
        }

        double anchor = FalseDiscovery.AnchorOf(logits, noise);
        return new ScoreJudgement(calibration.Calibration, noise.Logits, anchor * noise.Scale);
    }
}

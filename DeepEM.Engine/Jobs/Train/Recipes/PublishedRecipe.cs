using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Training;
using DeepEM.Engine.Learning.Windows;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Picking.Published;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Train.Recipes;

/// <summary>
/// Everything as published: raw grey levels, standardised patches at four turns, SGD, the raster scan.
/// </summary>
internal sealed class PublishedRecipe(TrainingSet set, TrainingRunSettings settings) : Recipe
{
    // The published numbers of patches: 800 of each kind for training, 300 of each held out.
    private const int TrainingPatches = 800;
    private const int HeldOutPatches = 300;

    public override TrainingSettings Training { get; } = TrainingSettings.Published with
    {
        Epochs = settings.Epochs ?? TrainingSettings.Published.Epochs,
        Patience = settings.Patience,
    };

    public override double FalsePositiveFloor => 0.5;

    public override IWindowSource TrainingWindows(IReadOnlyList<TrainingMicrograph> micrographs, RandomSource random) =>
        Windows(micrographs, TrainingPatches, turned: true, random);

    public override IWindowSource HeldOutWindows(IReadOnlyList<TrainingMicrograph> micrographs, RandomSource random) =>
        Windows(micrographs, HeldOutPatches, turned: false, random);

    public override IMicrographPicker Picker(IComputeBackend backend, PickingModel model) =>
        new PublishedPicker(backend, model, PickingSettings.Default);

    // The published choice is among 0.1, 0.2 … 0.9, by F2 unless another rule is asked for.
    public override CalibratedScores Judge(IReadOnlyList<ScoredPick> candidates, int labels)
    {
        ThresholdRule rule = settings.ThresholdRule ?? ThresholdRule.F2;
        var expected = new ExpectedCurve(candidates.Select(c => c.Score), labels);
        (double Threshold, double Score) best = (0.5, double.NegativeInfinity);
        List<double> precisions = [];
        for (int tenth = 1; tenth <= 9; tenth++)
        {
            double threshold = tenth / 10.0;
            int kept = candidates.Count(c => c.Score > threshold);
            int hits = candidates.Count(c => c.Score > threshold && c.Hit);
            double precision = (double)hits / Math.Max(1, kept);
            double recall = (double)hits / Math.Max(1, labels);
            double score = rule.Beta > 0
                ? FScore.Of(precision, recall, rule.Beta)
                : precision >= rule.Precision ? recall : precision - 1;
            precisions.Add(precision);
            if (score > best.Score)
            {
                best = (threshold, score);
            }
        }

        return new CalibratedScores(ScoreCalibration.Identity, best.Threshold, expected, Completeness: 1)
        {
            Warning = rule.Shortfall(precisions),
        };
    }

    public override DeviationRange? Deviation(IReadOnlyList<TrainingMicrograph> micrographs) =>
        DeviationLimits.Of(micrographs, set.Network.InputSide);

    private PublishedWindowSource Windows(
        IReadOnlyList<TrainingMicrograph> micrographs, int patches, bool turned, RandomSource random)
    {
        (int Micrograph, BinnedPosition Place)[] particles =
            [.. micrographs.SelectMany((m, i) => m.Particles.Select(p => (i, p)))];
        random.Shuffle(particles.AsSpan());
        TrainingExample[] positives =
            [.. particles.Take(patches).Select(p => new TrainingExample(p.Micrograph, p.Place, 1))];

        // Known mistakes come on top of the drawn negatives, as the second round's did in the paper.
        IEnumerable<TrainingExample> mistakes =
            micrographs.SelectMany((m, i) => m.Negatives.Select(p => new TrainingExample(i, p, 0)));
        IEnumerable<TrainingExample> negatives = NegativePlaces
            .Draw(micrographs, positives.Length, set.Diameter, random)
            .Select(p => new TrainingExample(p.Micrograph, p.Place, 0));
        return new PublishedWindowSource(
            [.. micrographs.Select(m => m.Image)],
            [.. positives, .. negatives, .. mistakes],
            set.Network.InputSide,
            turned,
            random);
    }
}

using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Jobs.Train.Recipes;
using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Learning.Labels;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Preparation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Train.Recipes;

[TestFixture]
public sealed class FewLabelsTests
{
    private const int Side = 1000;
    private const int Binning = 2;
    private const int Every = 4;

    // 400 places on a grid of 50 px, particles in the odd rows; scores of two crowds.
    private static readonly Particle[] _candidates = Candidates();

    [Test]
    public void Unlabelled_candidates_that_score_as_labelled_ones_become_unknown()
    {
        TrainingMicrograph completed = Complete(label => label % Every == 0);

        // Those that score less than the lowest quarter of the labelled ones are left out.
        Assert.That(completed.Ignored, Has.Count.EqualTo(0.75 * (200 - (200 / Every))).Within(25));
        Assert.That(completed.Ignored, Has.All.Matches<BinnedPosition>(IsParticle));
        Assert.That(completed.Particles, Has.Count.EqualTo(200 / Every), "labels stay as they are");
        Assert.That(completed.Negatives, Is.Empty);
    }

    [Test]
    public void Complete_labels_leave_the_micrograph_as_it_is() =>
        Assert.That(Complete(_ => true).Ignored, Is.Empty);

    [Test]
    public void Promises_are_less_than_what_the_crowds_say()
    {
        LabelledCandidate[] peaks =
            [.. _candidates.Select((p, i) => new LabelledCandidate(Logit(p), IsParticle(p) && i % Every == 0))];
        (ScoreCalibration crowds, double share) = CalibrationFit.FitCrowds(peaks);
        (ScoreCalibration cautious, double completeness) = FewLabels.Calibrate(peaks);

        Assert.That(completeness, Is.EqualTo(share));
        foreach (double logit in (double[])[-4, 0, 4])
        {
            Assert.That(
                cautious.Probability(logit), Is.EqualTo(0.96 * crowds.Probability(logit)).Within(1e-12));
        }

        static double Logit(Particle p) => ScoreCalibration.Identity.Logit(p.FigureOfMerit);
        static bool IsParticle(Particle p) => (int)(p.Y / 50) % 2 == 1;
    }

    private static TrainingMicrograph Complete(Func<int, bool> isLabelled)
    {
        BinnedPosition[] labels =
        [
            .. _candidates.Select(p => CoordinateFrame.ToBinned(p.X + 2, p.Y, Binning))
                .Where(IsParticle)
                .Where((_, i) => isLabelled(i)),
        ];
        var image = new PreparedMicrograph("m", [], Side / Binning, Side / Binning, Binning, Side, Side);
        return FewLabels.Complete([new TrainingMicrograph(image, labels, [], [])], [_candidates], radius: 10).Single();
    }

    private static bool IsParticle(BinnedPosition place) => (int)(place.Y * Binning / 50) % 2 == 1;

    private static Particle[] Candidates()
    {
        var random = new RandomSource(3);
        return
        [
            .. Enumerable.Range(0, 400).Select(i =>
            {
                (int row, int column) = Math.DivRem(i, Side / 50);
                double logit = (row % 2 == 1 ? 4 : -6) + (1.5 * random.NextGaussian());
                return new Particle((column * 50) + 20, (row * 50) + 20, 1 / (1 + Math.Exp(-logit)));
            }),
        ];
    }
}

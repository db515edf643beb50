using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Verification.Outliers;
using DeepEM.Engine.Verification.Results;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Outliers;

[TestFixture]
public sealed class OutlierRulesTests
{
    private const double Diameter = 100;

    private static readonly PickFacts _good = new(new Particle(500, 500, 0.9), Logit: 3, Probability: 0.9)
    {
        LogEvidence = 20,
        BestPosterior = 0.4,
    };

    [Test]
    public void A_pick_like_the_others_has_no_reason() =>
        Assert.That(Reasons(_good), Is.EqualTo((OutlierReasons[])[OutlierReasons.None]));

    [TestCase(2.9, 0.4, 0.0, 0.0, 0.0, false, OutlierReasons.Unexplained)]
    [TestCase(20, 0.04, 0.0, 0.0, 0.0, false, OutlierReasons.Scattered)]
    [TestCase(20, 0.4, 0.16, 0.0, 0.0, false, OutlierReasons.OffCentre)]
    [TestCase(20, 0.4, 0.0, 3.1, 0.0, false, OutlierReasons.Grey)]
    [TestCase(20, 0.4, 0.0, 0.0, 3.1, false, OutlierReasons.Texture)]
    [TestCase(20, 0.4, 0.0, 0.0, 0.0, true, OutlierReasons.MaskEdge)]
    public void Each_rule_has_its_limit(
        double evidence, double posterior, double shift, double grey, double texture, bool atMask, object reason)
    {
        PickFacts odd = _good with
        {
            LogEvidence = evidence,
            BestPosterior = posterior,
            Shift = shift,
            Ground = (grey, texture),
            IsAtMask = atMask,
        };
        Assert.That(Reasons(odd)[0], Is.EqualTo(reason));
    }

    [Test]
    public void What_was_not_classified_is_not_blamed_for_it() =>
        Assert.That(Reasons(_good with { LogEvidence = null, BestPosterior = 0 })[0], Is.EqualTo(OutlierReasons.None));

    [Test]
    public void Where_all_particles_are_faint_a_pick_is_scattered_only_far_below_the_others()
    {
        Assert.That(OutlierRules.PosteriorLimit([0.01, 0.02, 0.03]), Is.EqualTo(0.004).Within(1e-12));
        Assert.That(OutlierRules.PosteriorLimit([]), Is.EqualTo(0.05));
    }

    [Test]
    public void Of_several_picks_on_one_particle_all_but_the_best_are_duplicates()
    {
        OutlierReasons[] reasons = Reasons(
            At(500, 0.5), At(520, 0.9), At(530, 0.7), At(900, 0.2));
        Assert.That(
            reasons.Select(each => each.HasFlag(OutlierReasons.Duplicate)),
            Is.EqualTo((bool[])[true, false, true, false]));
    }

    [Test]
    public void A_chain_of_near_picks_is_not_one_particle()
    {
        // The third is near to the second, which is a duplicate of the first, and no duplicate of that.
        OutlierReasons[] reasons = Reasons(At(500, 0.9), At(530, 0.5), At(560, 0.4));
        Assert.That(
            reasons.Select(each => each.HasFlag(OutlierReasons.Duplicate)),
            Is.EqualTo((bool[])[false, true, false]));
    }

    [Test]
    public void Neighbours_that_touch_are_crowded_and_a_weak_candidate_is_no_neighbour()
    {
        Assert.That(Reasons(At(500, 0.9), At(570, 0.9)), Has.All.EqualTo(OutlierReasons.Crowded));
        Assert.That(
            Reasons(At(500, 0.9), At(570, 0.9) with { Logit = -1 })[0], Is.EqualTo(OutlierReasons.None));
    }

    private static PickFacts At(double x, double probability) =>
        _good with { Place = new Particle(x, 500, 0.5), Probability = probability };

    private static OutlierReasons[] Reasons(params PickFacts[] picks) => OutlierRules.Of(
        picks, Diameter, OutlierRules.PosteriorLimit([0.4, 0.5, 0.6]));
}

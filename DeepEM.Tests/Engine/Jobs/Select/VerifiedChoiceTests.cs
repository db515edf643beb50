using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Select;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Verification.Results;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Select;

public sealed class VerifiedChoiceTests
{
    private static readonly SelectionSettings _settings = new(CoordinateFormat.Relion, "unused")
    {
        Verified = new VerifiedRules { MinimumProbability = 0 },
    };

    [Test]
    public void Each_pick_is_left_out_for_the_first_reason_that_applies_and_the_sums_add_up()
    {
        VerifiedChoice choice = Choose(
            _settings with { Verified = new VerifiedRules() },
            classes: new HashSet<int> { 1, 2 },
            masks: [Masked(), null, null]);

        Assert.That(choice.Reasons, Is.EqualTo(
            [null, null, "duplicate", "mask", "mask", "threshold", "class", "class"]));
        Assert.That(choice.Sums.Select(one => one.Reason), Is.EqualTo(
            ["mask", "duplicate", "unexplained", "scattered", "class", "threshold", "distance", "max-per-micrograph"]));
        Assert.That(choice.Sums.Sum(one => one.Picks), Is.EqualTo(6));
    }

    [Test]
    public void Only_unexplained_scattered_and_duplicate_picks_go_unless_other_reasons_are_named()
    {
        Assert.That(Kept(_settings), Is.EqualTo([0, 1, 4, 5, 6, 7]));
        Assert.That(Kept(With(new() { Drop = OutlierReasons.None })), Is.EqualTo([0, 1, 2, 3, 4, 5, 6, 7]));
        Assert.That(
            Kept(With(new() { Drop = VerifiedRules.UsuallyDropped | OutlierReasons.Grey | OutlierReasons.MaskEdge })),
            Is.EqualTo([0, 1, 5, 7]));
    }

    [Test]
    public void Without_a_rule_a_pick_has_to_be_a_particle_as_likely_as_not()
    {
        Assert.That(Kept(_settings with { Verified = null }), Is.EqualTo([0, 1, 4]));
    }

    [TestCase(0.99, new[] { 0 })]
    [TestCase(0.94, new[] { 0, 1 })]
    [TestCase(0.83, new[] { 0, 1, 4 })]
    [TestCase(0.995, new int[0])]
    public void A_precision_is_the_mean_probability_of_what_is_kept(double precision, int[] kept)
    {
        SelectionSettings settings = _settings with { TargetPrecision = precision, Verified = null };

        Assert.That(Kept(settings), Is.EqualTo(kept));
    }

    [Test]
    public void A_precision_that_nothing_reaches_is_said()
    {
        List<Notice> warnings = [];

        Choose(_settings with { TargetPrecision = 0.995, Verified = null }, warnings: warnings);

        Assert.That(warnings.Single().Code, Is.EqualTo(NoticeCode.PrecisionOutOfReach));
    }

    // One maximum of a decoy stands for 2 · 0.4 · 7 / 4 = 1.4 picks, which comes on top: (0.7 + 1.4) / 4 = 0.525.
    [TestCase(0.53, new[] { 0, 1 }, 1)]
    [TestCase(0.52, new[] { 0, 1 }, 2)]
    [TestCase(0.57, new[] { 0, 1, 4 }, 0)]
    [TestCase(0.4, new int[0], null)]
    public void A_share_of_noise_is_promised_with_one_more_decoy_than_was_counted(
        double noise, int[] kept, double? threshold)
    {
        VerifiedChoice choice = Choose(With(new() { MostNoise = noise }));

        Assert.That(choice.Noise?.Threshold, Is.EqualTo(threshold));
        Assert.That(Kept(choice), Is.EqualTo(kept));
    }

    [Test]
    public void The_best_of_all_are_counted_after_the_other_steps()
    {
        Assert.That(Kept(_settings with { Count = 3, Verified = null }), Is.EqualTo([0, 1, 4]));
        Assert.That(Kept(_settings with { Count = 100, Verified = null }), Is.EqualTo([0, 1, 4, 5, 6, 7]));
    }

    [Test]
    public void Distance_comes_last_and_the_likelier_pick_stays()
    {
        SelectionSettings all = With(new() { MinimumProbability = 0, Drop = OutlierReasons.None });

        // Picks 1 and 2 are 4.5 px = 6 A apart; on the last micrograph 60 px are 40 A.
        VerifiedChoice choice = Choose(all with { MinimumDistanceAngstrom = 7, MostPerMicrograph = 3 });

        Assert.That(choice.Reasons, Is.EqualTo(
            [null, null, "distance", null, "max-per-micrograph", null, null, null]));
        Assert.That(Kept(all with { MinimumDistanceAngstrom = 41 }), Is.EqualTo([0, 1, 3, 4, 5, 6]));
    }

    [Test]
    public void A_pick_that_was_not_scored_is_no_pick_of_a_share_of_noise()
    {
        VerificationResult result = VerifiedData.Result with
        {
            NoiseRates = [new NoiseRatePoint(-2, 8, 0, 0, 0, 0, 0, 0)],
        };
        VerifiedChoice choice = new(result, With(new() { MostNoise = 0.2, Drop = OutlierReasons.None }));

        choice.Run(new MicrographMask?[3], null, []);

        Assert.That(Kept(choice), Is.EqualTo([0, 1, 2, 3, 4, 5, 6]), "0.7 of 8 picks are less than 0.2");
    }

    private static SelectionSettings With(VerifiedRules rules) =>
        _settings with { Verified = rules with { MinimumProbability = rules.MostNoise is null ? 0 : null } };

    private static int[] Kept(SelectionSettings settings) => Kept(Choose(settings));

    private static int[] Kept(VerifiedChoice choice) =>
        [.. Enumerable.Range(0, choice.Reasons.Count).Where(n => choice.Reasons[n] is null)];

    private static VerifiedChoice Choose(
        SelectionSettings settings,
        IReadOnlySet<int>? classes = null,
        MicrographMask?[]? masks = null,
        List<Notice>? warnings = null)
    {
        VerifiedChoice choice = new(VerifiedData.Result, settings);
        choice.Run(masks ?? new MicrographMask?[3], classes, warnings ?? []);
        return choice;
    }

    // The right half of the first micrograph, from column 250 on.
    private static MicrographMask Masked() => new(1, 2, 250, [MaskReason.None, MaskReason.Given]);
}

using DeepEM.Engine.Jobs.Watch;
using DeepEM.Engine.Reports.Html.Watch;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Watch;

/// <summary>What is odd beside made-up histories.</summary>
public sealed class WatchFlagsTests
{
    // Counts from 90 to 110, scores from 0.8 to 0.9.
    private static readonly WatchedMicrograph[] _usual =
        [.. Enumerable.Range(0, 40).Select(i => Made(90 + (7 * i % 21), 0.8 + (i % 11 / 100.0)))];

    [TestCase(100, 0.85, new string[0])]
    [TestCase(12, 0.85, new[] { "few-picks" })]
    [TestCase(0, double.NaN, new[] { "few-picks" })]
    [TestCase(400, 0.85, new[] { "many-picks" })]
    [TestCase(100, 0.5, new[] { "low-score" })]
    [TestCase(5, 0.4, new[] { "few-picks", "low-score" })]
    public void Counts_and_scores_far_from_the_usual_are_flagged(int picks, double score, string[] expected) =>
        Assert.That(Flags(_usual, Made(picks, score)), Is.EqualTo(expected));

    [Test]
    public void With_less_than_twenty_before_nothing_is_unusual()
    {
        Assert.That(Flags(_usual[..19], Made(1, 0.1)), Is.Empty);
        Assert.That(Flags(_usual[..20], Made(1, 0.1)), Is.EqualTo(["few-picks", "low-score"]));
    }

    [Test]
    public void A_few_picks_more_or_less_are_counting_alone_even_where_all_before_are_equal()
    {
        WatchedMicrograph[] equal = [.. Enumerable.Repeat(Made(100, 0.8), 30)];
        Assert.That(Flags(equal, Made(80, 0.8)), Is.Empty);
        Assert.That(Flags(equal, Made(60, 0.8)), Is.EqualTo(["few-picks"]));
    }

    [Test]
    public void Micrographs_that_never_have_picks_are_not_flagged_for_having_none()
    {
        WatchedMicrograph[] none = [.. Enumerable.Repeat(Made(0, double.NaN), 30)];
        Assert.That(Flags(none, Made(0, double.NaN)), Is.Empty);
    }

    [Test]
    public void The_expected_range_is_the_median_and_three_deviations_of_logarithms()
    {
        // Median ln 120; half deviate by ln(140 / 120) or more: 1.4826 times this, three times, is 0.6856.
        WatchedMicrograph[] before =
            [.. Enumerable.Range(0, 21).Select(i => Made(99 + (20 * (i % 3)), 0.8))];
        WatchFlag flag = WatchFlags.Of(before, Made(12, 0.8), isFlat: false, twin: null).Single();
        Assert.That((flag.Name, flag.Value, flag.Low, flag.High), Is.EqualTo(("few-picks", 12.0, 60.0, 237.0)));
    }

    [Test]
    public void A_flat_masked_or_doubled_micrograph_is_flagged_from_the_first()
    {
        WatchedMicrograph masked = Made(3, 0.8) with { MaskedShare = 0.6 };
        Assert.That(
            WatchFlags.Of([], masked, isFlat: true, "other.mrc").Select(flag => flag.Name),
            Is.EqualTo(["flat", "duplicate-pixels", "mostly-masked"]));
    }

    private static WatchedMicrograph Made(int picks, double score) => new("m.mrc", picks, score, 0.05, 0.1);

    private static IEnumerable<string> Flags(WatchedMicrograph[] before, WatchedMicrograph micrograph) =>
        WatchFlags.Of(before, micrograph, isFlat: false, twin: null).Select(flag => flag.Name);
}

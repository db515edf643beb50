using DeepEM.Engine.Picking.Survey;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking.Survey;

[Category(TestCategory.Smoke)]
public sealed class SurveyResultTests
{
    [Test]
    public void The_size_with_most_certain_candidates_is_chosen()
    {
        SurveyResult result = Choose((33, false, 20), (26, false, 95), (41, false, 3), (33, true, 2));
        Assert.That((result.SeenDiameter, result.IsInverted), Is.EqualTo((26.0, false)));
    }

    [Test]
    public void The_usual_size_stays_where_another_is_hardly_better() =>
        Assert.That(Choose((33, false, 100), (37, false, 104)).SeenDiameter, Is.EqualTo(33));

    [Test]
    public void A_larger_size_needs_as_many_more_as_it_has_places()
    {
        Assert.That(Choose((30, false, 100), (36, false, 140)).SeenDiameter, Is.EqualTo(30));
        Assert.That(Choose((30, false, 100), (36, false, 160)).SeenDiameter, Is.EqualTo(36));
        Assert.That(Choose((30, false, 100), (25, false, 110)).SeenDiameter, Is.EqualTo(25));
    }

    [Test]
    public void Few_particles_count_where_the_usual_size_has_next_to_none()
    {
        Assert.That(Choose((35, false, 1), (24.5, false, 8)).SeenDiameter, Is.EqualTo(24.5));
        Assert.That(Choose((35, false, 3), (24.5, false, 8)).SeenDiameter, Is.EqualTo(35));
        Assert.That(Choose((35, false, 3), (49, false, 12)).SeenDiameter, Is.EqualTo(35));
    }

    [Test]
    public void Where_nearly_nothing_is_certain_nothing_is_changed()
    {
        SurveyResult result = Choose((33, false, 0), (26, false, 3), (33, true, 4));
        Assert.That((result.SeenDiameter, result.IsInverted), Is.EqualTo((33.0, false)));
    }

    [Test]
    public void The_other_contrast_needs_twice_the_evidence()
    {
        Assert.That(Choose((33, false, 30), (33, true, 55)).IsInverted, Is.False);
        Assert.That(Choose((33, false, 30), (33, true, 65)).IsInverted);
        Assert.That(Choose((33, false, 5), (33, true, 40), (26, true, 80)).SeenDiameter, Is.EqualTo(26));
    }

    [Test]
    public void Few_certain_places_do_not_outvote_many_likely_ones()
    {
        var result = SurveyResult.Choose(
            33, 1, [new SurveyedSize(33, false, 0, Likely: 40), new SurveyedSize(33, true, 12, Likely: 30)]);
        Assert.That(result.IsInverted, Is.False);
    }

    [Test]
    public void A_contrast_that_is_given_stands() =>
        Assert.That(Choose((33, true, 0), (26, true, 0)).IsInverted);

    [Test]
    public void Without_micrographs_the_model_keeps_its_own_way()
    {
        var result = SurveyResult.Choose(33, 0, [new SurveyedSize(33, false, 0, 0), new SurveyedSize(33, true, 0, 0)]);
        Assert.That((result.SeenDiameter, result.IsInverted), Is.EqualTo((33.0, false)));
    }

    private static SurveyResult Choose(params (double Size, bool IsInverted, int Certain)[] tried) =>
        SurveyResult.Choose(tried[0].Size, 1, [.. tried.Select(one =>
            new SurveyedSize(one.Size, one.IsInverted, one.Certain, 2 * one.Certain))]);
}

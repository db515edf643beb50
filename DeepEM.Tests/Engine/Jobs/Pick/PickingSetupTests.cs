using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Picking.Survey;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Pick;

[Category(TestCategory.Smoke)]
public sealed class PickingSetupTests
{
    [TestCase(0.62, "too small")]
    [TestCase(1.4, "too large")]
    public void A_size_far_from_the_networks_own_puts_the_diameter_in_doubt(double ratio, string said)
    {
        Notice[] notices = [.. Diameter(ratio, tried: true)];
        Assert.That(notices.Select(notice => notice.Code), Is.EqualTo(new[] { NoticeCode.DiameterDoubtful }));
        Assert.That(notices[0].Text, Does.Contain(said).And.Contain("deepem diameter"));
    }

    [TestCase(0.7)]
    [TestCase(1.25)]
    public void Sizes_that_right_diameters_need_are_no_doubt(double ratio) =>
        Assert.That(Diameter(ratio, tried: true), Is.Empty);

    [Test]
    public void A_size_that_was_asked_for_is_no_doubt() =>
        Assert.That(Diameter(0.5, tried: false), Is.Empty);

    private static IEnumerable<Notice> Diameter(double ratio, bool tried)
    {
        PickingModel model = GeneralModel.For(150);
        double seen = ratio * model.SeenDiameter;
        var survey = new SurveyResult(
            seen,
            IsInverted: false,
            1,
            [
                new SurveyedSize(seen, IsInverted: false, 50, 60),
                new SurveyedSize(tried ? model.SeenDiameter : seen, IsInverted: tried, 20, 60),
            ]);
        var settings = new PickingRunSettings("out", null, null, Pictures: 0, Strict: false);
        return new PickingSetup(model, settings, survey, first: null).Diameter();
    }
}

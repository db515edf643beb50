using DeepEM.Engine.Reports.Html;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Reports.Html;

[TestFixture]
public sealed class WordsTests
{
    [TestCase(0.0731, "7.3\u00a0%")]
    [TestCase(0.0996, "10\u00a0%")]
    [TestCase(0.424, "42\u00a0%")]
    [TestCase(1, "100\u00a0%")]
    [TestCase(0, "0.0\u00a0%")]
    [TestCase(double.NaN, "–")]
    public void A_share_has_two_digits(double share, string text) =>
        Assert.That(Words.Percent(share), Is.EqualTo(text));

    [TestCase(0.004, "0.00")]
    [TestCase(-1.114, "-1.11")]
    [TestCase(12.34, "12.3")]
    [TestCase(1234.4, "1,234")]
    [TestCase(double.PositiveInfinity, "–")]
    public void A_figure_has_about_three_digits(double value, string text) =>
        Assert.That(Words.Figure(value), Is.EqualTo(text));

    [TestCase(1, "1 class")]
    [TestCase(0, "0 classes")]
    [TestCase(1234, "1,234 classes")]
    public void A_count_has_its_noun(int count, string text) =>
        Assert.That(Words.Counted(count, "class", "classes"), Is.EqualTo(text));

    [TestCase(0.44, "0.4 s")]
    [TestCase(12.4, "12 s")]
    [TestCase(59.7, "1 min 0 s")]
    [TestCase(185, "3 min 5 s")]
    [TestCase(7260, "2 h 1 min")]
    public void A_time_is_written_to_what_matters(double seconds, string text) =>
        Assert.That(Words.Elapsed(TimeSpan.FromSeconds(seconds)), Is.EqualTo(text));
}

using DeepEM.Engine.Reports.Html;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Reports.Html;

[TestFixture]
public sealed class HtmlBuilderTests
{
    [Test]
    [Category(TestCategory.Smoke)]
    public void Values_are_text_and_the_rest_is_markup()
    {
        const string Name = "<b> & \"c\" 'd'";
        const string Escaped = "&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;";
        HtmlBuilder html = new HtmlBuilder().Add($"<i title=\"{Name}\">{Name}</i>");

        Assert.That(html.ToString(), Is.EqualTo($"<i title=\"{Escaped}\">{Escaped}</i>"));
    }

    [Test]
    public void Another_builder_is_markup_and_numbers_are_written_alike_everywhere()
    {
        HtmlBuilder inner = new HtmlBuilder().Add($"<b>{1234.5}</b>");

        Assert.That(
            new HtmlBuilder().Add($"<p>{inner}{0.5:0.00}</p>").ToString(), Is.EqualTo("<p><b>1234.5</b>0.50</p>"));
    }
}

using System.Text;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Reports.Html.Picking;
using DeepEM.Engine.Reports.Pictures;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Reports.Html.Picking;

/// <summary>The report of a picking says what was found, in words, and escapes what it does not know.</summary>
[TestFixture]
public sealed class PickingPageTests
{
    private const string Shown = "document.getElementById('shown').textContent";

    [Test]
    public void Counts_remarks_and_failures_are_in_words()
    {
        string page = Text(Input());

        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Contain("<b>1,300</b> picks on\n3 micrographs"));
            Assert.That(page, Does.Contain("<b>300</b> picks on the median micrograph"));
            Assert.That(page, Does.Contain("best score 0.12 is under the threshold 0.5"));
            Assert.That(page, Does.Contain("<li>c.mrc: is cut off</li>"));
            Assert.That(page, Does.Contain("<b>0.50</b> least probability"));
        });
    }

    [Test]
    public void A_name_of_a_file_is_never_an_element()
    {
        string page = Text(Input() with { Folder = "<script>alert(1)</script>" });

        Assert.That(page, Does.Contain("&lt;script&gt;alert(1)&lt;/script&gt;"));
        Assert.That(page, Does.Not.Contain("<script>alert"));
    }

    [Test]
    public void Columns_of_an_interval_are_a_band_and_no_lines_of_their_own()
    {
        PlotPoint[] low = [new(0.1, 0.1), new(0.9, 0.0)];
        PlotPoint[] middle = [new(0.1, 0.2), new(0.9, 0.1)];
        PlotPoint[] high = [new(0.1, 0.3), new(0.9, 0.2)];
        ThresholdCurves curves = new(
            [new(0.1, 900), new(0.9, 100)],
            [("noise rate", middle), ("noise rate low", low), ("noise rate high", high)]);

        string page = Text(Input() with { Curves = curves });

        Assert.That(page, Does.Contain(" noise rate</li>").Or.Contain("noise rate over the threshold"));
        Assert.That(page, Does.Not.Contain("noise rate low"));
    }

    [Test]
    public void Without_micrographs_each_section_says_why_it_is_empty()
    {
        string page = Text(Input() with { Micrographs = [], Shown = [] });

        Assert.That(page, Does.Contain("No micrograph is finished.").And.Contain("<b>–</b> picks on the median"));
    }

    [Test]
    public void A_browser_shows_rings_and_no_list_of_classes_and_says_nothing_on_its_console()
    {
        using Chromium browser = Chromium.StartOrSkip();
        using ScratchFolder folder = new();
        File.WriteAllBytes(folder["report.html"], PickingPage.Make(Input()));

        browser.Open(folder["report.html"]);
        browser.WaitUntil($"{Shown} !== ''");

        Assert.Multiple(() =>
        {
            Assert.That(browser.Evaluate(Shown), Does.StartWith("2 of 2 picks"));
            Assert.That(browser.Evaluate("document.getElementById('of-class').checkVisibility()"), Is.EqualTo("False"));
            Assert.That(Choose(browser), Is.EqualTo("Pick 1 of 2: probability 0.90, at x 100, y 200."));
            Assert.That(browser.Messages, Is.Empty);
        });
    }

    private static string Choose(Chromium browser)
    {
        browser.Evaluate("document.querySelector('canvas').focus()");
        browser.Press("ArrowRight");
        return browser.Evaluate("document.querySelector('.about').textContent");
    }

    private static string Text(PickingPageInput input) => Encoding.UTF8.GetString(PickingPage.Make(input));

    private static PickingPageInput Input() => new()
    {
        Folder = "picks",
        Micrographs =
        [
            new("a.mrc", 1000, 0.8, 0.1, string.Empty),
            new("b.mrc", 300, 0.7, 0, string.Empty),
            new("d.mrc", 0, double.NaN, 0, "best score 0.12 is under the threshold 0.5"),
        ],
        Shown =
        [
            new(0, "a.mrc", new MicrographSize(1024, 768),
                [new(new Particle(100, 200, 0.9), 0.9), new(new Particle(500, 300, 0.6), 0.6)])
            {
                Radius = 40,
            },
        ],
        Threshold = 0.5,
        IsCalibrated = true,
        Failures = ["c.mrc: is cut off"],
    };
}

using System.Text;
using DeepEM.Engine.Reports.Html.Watch;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Reports.Html.Watch;

/// <summary>The page of a watched place.</summary>
public sealed class WatchPageTests
{
    private static readonly DateTimeOffset _time = new(2026, 1, 5, 10, 11, 12, TimeSpan.Zero);

    private static readonly WatchSummary _summary = new()
    {
        Place = "Movies <odd>",
        Folder = "picks",
        State = "picking",
        Started = _time,
        Updated = _time,
        LastPicked = _time,
        Micrographs = 300,
        Picks = 30_000,
        PicksEach = 101,
        Score = 0.8,
        Seconds = 0.2,
        Recent = [.. Enumerable.Range(0, 300).Select(i => new WatchedMicrograph($"m{i}", 100 + (i % 9), 0.8, 0, 0.2))],
        Alarms = [new WatchRemark(_time, "m201.mrc", "picks-drop", "fewer than half")],
        Remarks = [new WatchRemark(_time, "<script>alert(1)</script>.mrc", "few-picks", "9 picks, usual are 60")],
    };

    [Test]
    public void It_reads_itself_anew_has_no_script_and_asks_for_nothing_from_elsewhere()
    {
        HtmlOutline page = new(Encoding.UTF8.GetString(WatchPage.Make(_summary)));

        Dictionary<string, string>[] metas =
            [.. page.Elements.Where(one => one.Name == "meta").Select(one => one.Attributes)];
        Assert.That(
            metas.Where(meta => meta.GetValueOrDefault("http-equiv") == "refresh").Select(meta => meta["content"]),
            Is.EqualTo(["10"]));
        Assert.That(page.Raw.Select(raw => raw.Name), Is.EqualTo(["style"]));
        Assert.That(
            metas.Single(meta => meta.GetValueOrDefault("http-equiv") == "Content-Security-Policy")["content"],
            Does.StartWith("default-src 'none'").And.Not.Contain("script-src"));
        Assert.That(page.All("href").Where(link => !link.StartsWith('#')), Is.Empty);
        Assert.That(page.All("src"), Is.Empty);
        Assert.That(page.Raw[0].Content, Does.Not.Contain("url(").And.Not.Contain("@import"));
    }

    [Test]
    public void It_says_what_there_is_and_takes_no_name_for_markup()
    {
        string text = new HtmlOutline(Encoding.UTF8.GetString(WatchPage.Make(_summary))).Text;
        Assert.That(text, Does.Contain("Movies <odd>: picking, 2026-01-05 10:11:12 UTC"));
        Assert.That(
            text, Does.Contain("30,000").And.Contain("picks-drop").And.Contain("<script>alert(1)</script>.mrc"));
    }

    [Test]
    public void Before_the_first_micrograph_it_says_so()
    {
        WatchSummary empty = new() { Place = "m", Folder = "o", State = "starting", Started = _time, Updated = _time };
        Assert.That(
            new HtmlOutline(Encoding.UTF8.GetString(WatchPage.Make(empty))).Text,
            Does.Contain("Nothing has been picked yet.").And.Contain("Nothing was odd."));
    }

    [Test]
    public void A_browser_opens_it_from_a_file_and_has_nothing_to_say()
    {
        using ScratchFolder folder = new();
        string path = folder.Write("summary.html", WatchPage.Make(_summary));
        using Chromium browser = Chromium.StartOrSkip();
        browser.Open(path);

        Assert.That(browser.Evaluate("document.title"), Is.EqualTo("Watching micrographs"));
        Assert.That(
            browser.Evaluate("getComputedStyle(document.querySelector('.figures li')).borderRadius"),
            Is.EqualTo("10px"));
        Assert.That(
            browser.Evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
            Is.EqualTo("True"));
        Assert.That(browser.Messages, Is.Empty);
    }
}

using System.Globalization;
using DeepEM.Engine.Reports.Html.Verification;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Reports.Html.Verification;

/// <summary>The page in a real browser, from a file, as a person uses it.</summary>
[TestFixture]
public sealed class VerificationReportBrowserTests
{
    private const string Good = "[...document.querySelectorAll('tr.good')].map(r => r.dataset.class).join(' ')";
    private const string Order = "[...document.querySelectorAll('tr[data-class]')].map(r => r.dataset.class).join(' ')";

    private Chromium _browser = null!;
    private ScratchFolder _folder = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _folder = new ScratchFolder();
        _browser = Chromium.StartOrSkip();
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _browser?.Dispose();
        _folder.Dispose();
    }

    [SetUp]
    public void Forget() => _browser.Messages.Clear();

    [TestCase(0, 0, 0)]
    [TestCase(2, 5, 0)]
    [TestCase(6, 40, 7)]
    public void The_script_runs_to_its_end_and_the_console_stays_empty(int micrographs, int picks, int classes)
    {
        Open(micrographs, picks, classes);

        Assert.That(
            _browser.Evaluate("document.documentElement.dataset.shown"),
            Is.EqualTo($"{classes} classes, {micrographs} micrographs"));
        ConsoleIsEmpty();
    }

    [Test]
    public void Rings_are_drawn_where_the_picks_are_and_keys_tell_about_them()
    {
        VerificationReportInput input = Open(1, 1, 1);
        double x = input.Result.Picks[0].Particle.X / 4096;
        double y = input.Result.Picks[0].Particle.Y / 3072;
        _browser.Evaluate("document.querySelector('canvas').scrollIntoView({behavior: 'instant'})");
        _browser.WaitUntil("document.querySelector('canvas').width > 300");
        string[] places = [Opacity(0, 0), Opacity(60 / 4096.0, 0)];
        _browser.Evaluate("document.querySelector('canvas').focus()");
        _browser.Press("ArrowRight");

        Assert.Multiple(() =>
        {
            Assert.That(places[0], Is.EqualTo("0"), "in the middle of the ring");
            Assert.That(places[1], Is.Not.EqualTo("0"), "on the ring");
            Assert.That(_browser.Evaluate("document.querySelector('.about').textContent"), Does.StartWith("Pick 1 of 1")
                .And.Contains("class 1").And.Contains("unexplained").And.Contains("mask-edge"));
        });
        ConsoleIsEmpty();

        // The most that is painted in a few pixels round a place.
        string Opacity(double right, double down) => _browser.Evaluate(FormattableString.Invariant($$"""
            (() => { const c = document.querySelector('canvas');
              return Math.max(...c.getContext('2d').getImageData(
                Math.round({{x + right}} * c.width) - 2, Math.round({{y + down}} * c.height) - 2, 4, 4)
                .data.filter((_, i) => i % 4 === 3)); })()
            """));
    }

    [Test]
    public void Keys_mark_classes_and_the_file_has_the_good_ones()
    {
        Open(3, 40, 7);
        string proposed = _browser.Evaluate(Good);
        _browser.Evaluate("document.querySelector('#classes tbody tr').focus()");

        // All have as many picks: they lie in the order of their numbers.
        _browser.Press("ArrowRight", "g", "ArrowRight", "g", "Home", "b", "End", " ");
        _browser.Call("Page.setDownloadBehavior", new { behavior = "allow", downloadPath = _folder.Path });
        _browser.Evaluate("document.getElementById('save-marks').click()");
        SpinWait.SpinUntil(() => File.Exists(_folder["good.txt"]), TimeSpan.FromSeconds(20));

        Assert.Multiple(() =>
        {
            Assert.That(proposed, Is.EqualTo("1 5 7"));
            Assert.That(_browser.Evaluate(Good), Is.EqualTo("2 3 5"));
            Assert.That(File.ReadAllText(_folder["good.txt"]), Is.EqualTo("2\n3\n5\n"));
        });
        ConsoleIsEmpty();
    }

    [Test]
    public void Marks_outlive_a_reload()
    {
        Open(2, 20, 4);
        _browser.Evaluate("document.querySelector('#class-2 .mark').click()");
        Open(2, 20, 4);
        string after = _browser.Evaluate(Good);
        _browser.Evaluate("document.getElementById('reset-marks').click()");

        Assert.That((after, _browser.Evaluate(Good)), Is.EqualTo(("1 2", "1")));
        ConsoleIsEmpty();
    }

    [Test]
    public void Where_nothing_can_be_kept_the_page_works_all_the_same()
    {
        string id = _browser.Call("Page.addScriptToEvaluateOnNewDocument", new
        {
            source = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } });",
        }).GetProperty("identifier").GetString()!;
        Open(2, 20, 4);
        _browser.Evaluate("document.querySelector('#class-2 .mark').click()");
        _browser.Call("Page.removeScriptToEvaluateOnNewDocument", new { identifier = id });

        Assert.That(_browser.Evaluate(Good), Is.EqualTo("1 2"));
        Assert.That(_browser.Evaluate("document.getElementById('kept').textContent"), Does.Contain("does not keep"));
        ConsoleIsEmpty();
    }

    [TestCase("structure", "1 2 3 4 5", "5 4 3 2 1")]
    [TestCase("resolution", "1 2 3 4 5", "5 4 3 2 1")]
    [TestCase("probability", "1 3 5 2 4", "2 4 1 3 5")]
    public void Classes_are_sorted_by_the_head_that_is_clicked(string key, string order, string reverse)
    {
        Open(2, 20, 5);
        _browser.Evaluate($"document.querySelector('#classes [data-key={key}]').click()");
        string first = _browser.Evaluate(Order);
        _browser.Evaluate($"document.querySelector('#classes [data-key={key}]').click()");

        Assert.Multiple(() =>
        {
            Assert.That(first, Is.EqualTo(order));
            Assert.That(_browser.Evaluate(Order), Is.EqualTo(reverse));
        });
    }

    [Test]
    public void Rings_can_be_limited_to_good_classes_and_to_a_least_probability()
    {
        VerificationReportInput input = Open(3, 40, 4);
        int likely = input.Result.Picks.Count(pick => Math.Round(pick.Probability, 3) >= 0.6);
        int good = input.Result.Picks.Count(pick => Math.Round(pick.Probability, 3) >= 0.6 && pick.Class == 1);
        Set("least", "60");
        string first = Shown();
        Set("of-class", "good");

        Assert.That(
            (first, Shown()),
            Is.EqualTo(($"{likely} of 120 picks shown", $"{good} of 120 picks shown")));

        string Shown() => _browser.Evaluate("document.getElementById('shown').textContent");

        void Set(string id, string value) => _browser.Evaluate($$"""
            (() => { const e = document.getElementById('{{id}}');
              e.value = '{{value}}'; e.dispatchEvent(new Event('input')); })()
            """);
    }

    [Test]
    public void Thousands_of_picks_on_each_micrograph_do_not_stop_it()
    {
        Open(10, 5000, 20);
        _browser.Evaluate("document.getElementById('micrographs').scrollIntoView({behavior: 'instant'})");
        string took = _browser.Evaluate("""
            (() => { const start = performance.now(); const e = document.getElementById('least');
              e.value = 30; e.dispatchEvent(new Event('input')); return performance.now() - start; })()
            """);

        // A tenth of a second where nothing else runs; the bound is for a busy machine.
        Assert.That(double.Parse(took, CultureInfo.InvariantCulture), Is.LessThan(5000));
        ConsoleIsEmpty();
    }

    [Test]
    public void All_controls_have_names_and_text_stands_out_from_its_ground([Values("light", "dark")] string scheme)
    {
        var feature = new { name = "prefers-color-scheme", value = scheme };
        _browser.Call("Emulation.setEmulatedMedia", new { features = new[] { feature } });
        Open(3, 40, 4);

        Assert.Multiple(() =>
        {
            Assert.That(
                _browser.Evaluate("""
                    [...document.querySelectorAll('button, select, input, canvas, svg[role=img]')].filter(e =>
                      !(e.textContent.trim() || e.getAttribute('aria-label') || e.closest('label'))).length
                    """),
                Is.EqualTo("0"));
            Assert.That(_browser.Evaluate(Contrasts), Is.Empty);
        });
    }

    // Words whose contrast against the first opaque ground below them is under the 4.5 of WCAG 2.2 AA.
    private const string Contrasts = """
        (() => {
          const part = x => (x / 255 <= 0.03928 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4);
          const light = c => 0.2126 * part(c[0]) + 0.7152 * part(c[1]) + 0.0722 * part(c[2]);
          const parse = text => (text.match(/[\d.]+/g) || []).map(Number);
          const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
            if (c.length === 3 || c[3] === 1) return c.slice(0, 3); } return [255, 255, 255]; };
          const weak = new Set();
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) {
            const e = texts.currentNode.parentElement;
            if (!texts.currentNode.data.trim() || !e.checkVisibility() || e.closest('script, style')) continue;
            const style = getComputedStyle(e);
            const [a, b] = [light(parse(e.namespaceURI.endsWith('svg') ? style.fill : style.color)), light(ground(e))];
            if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5) weak.add(e.tagName + '.' + e.className);
          }
          return [...weak].join(' ');
        })()
        """;

    private VerificationReportInput Open(int micrographs, int picks, int classes)
    {
        VerificationReportInput input = MadeUpVerification.Make(micrographs, picks, classes);
        VerificationReport.Write(_folder["a report.html"], input);
        _browser.Open(_folder["a report.html"]);
        _browser.WaitUntil("document.documentElement.dataset.shown !== undefined");
        return input;
    }

    private void ConsoleIsEmpty() => Assert.That(_browser.Messages, Is.Empty);
}

using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web.Browser;

/// <summary>The pages in light and dark, at several sizes: nothing is cut off, everything has a name and can be read.
/// </summary>
[TestFixture]
internal sealed class LookTests : PageTests
{
    // Texts whose contrast with what lies behind them is less than 4.5. The picture's own surround is always dark.
    private const string Faint = """
        (() => {
          const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
          const rgb = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data]; };
          const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = one => { for (let at = one; at; at = at.parentElement) {
            const colour = rgb(getComputedStyle(at).backgroundColor);
            if (colour[3] > 150) { return colour; } } return [255, 255, 255]; };
          return [...document.querySelectorAll('body *')].filter(one => !one.closest('svg, option')
            && one.getClientRects().length && !one.disabled
            && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())).filter(one => {
              const [a, b] = [light(rgb(getComputedStyle(one).color)), light(behind(one))].sort((p, q) => q - p);
              return (a + 0.05) / (b + 0.05) < 4.5; }).map(one => `${one.id || one.className}: ${one.textContent}`)
            .join('; ');
        })()
        """;

    private const string Nameless = """
        [...document.querySelectorAll('a, button, input, select, [role], [tabindex="0"], dialog')]
          .filter(one => one.getClientRects().length)
          .filter(one => !(one.ariaLabel || one.labels?.[0]?.textContent || one.textContent.trim() || one.title
            || document.getElementById(one.getAttribute('aria-labelledby'))?.textContent
            || one.getAttribute('role') === 'status' || one.getAttribute('role') === 'alert'))
          .map(one => one.outerHTML).join('; ')
        """;

    // What sticks out of the page at its right or bottom, and texts of buttons that are cut.
    private const string CutOff = """
        [...document.querySelectorAll('header > *, nav a, main:not([hidden]) button, main:not([hidden]) input')]
          .filter(one => one.getClientRects().length && !one.closest('#gallery, #rows, #panel, .text'))
          .filter(one => { const box = one.getBoundingClientRect();
            return box.right > innerWidth + 0.5 || box.bottom > innerHeight + 0.5
              || one.scrollWidth > one.clientWidth + 1; })
          .map(one => `${one.id || one.outerHTML.slice(0, 80)} ${one.getBoundingClientRect().right}`).join('; ')
        """;

    [TestCase(1280, 720, 1, "light")]
    [TestCase(1280, 720, 1, "dark")]
    [TestCase(1600, 1000, 2, "light")]
    [TestCase(800, 900, 1, "dark")]
    public async Task Every_page_fits_can_be_read_and_names_its_parts(int width, int height, double ratio, string theme)
    {
        ScriptedProject project = new();
        project.Picked[0] = true;
        project.Picked[1] = true;
        project.Project["picks"] = new { number = 1, micrographs = 2, failed = 0 };
        project.Marks[(0, "a")] = (520, 330, "particle");
        project.Galleries["doubtful"] = [.. Enumerable.Range(0, 30).Select(k =>
            new
            {
                id = $"p{k}",
                mic = 2,
                x = 300.0,
                y = 90.0,
                p = 0.5,
                state = k == 1 ? "bad" : k == 2 ? "good" : null,
            })];
        Page.Resize(width, height, ratio);
        Page.Theme(theme);
        await Open(project);
        foreach (string step in (string[])["pick", "train", "check", "export"])
        {
            Page.Click($"#to-{step}");
            Page.WaitUntil($"!document.getElementById('{step}').hidden");
            Page.WaitUntil("location.hash !== '#check' || document.querySelectorAll('.tile').length === 30");
            Page.Keep($"{step}-{theme}");
            Assert.Multiple(() =>
            {
                Assert.That(Page.Evaluate(Faint), Is.Empty, $"faint on {step}");
                Assert.That(Page.Evaluate(Nameless), Is.Empty, $"without a name on {step}");
                Assert.That(Page.Evaluate(CutOff), Is.Empty, $"cut off on {step}");
                Assert.That(
                    Page.Evaluate("document.documentElement.scrollWidth <= innerWidth"), Is.EqualTo("True"), step);
            });
        }
    }

    [Test]
    public async Task Tab_goes_through_everything_in_the_order_of_the_page()
    {
        await Open();
        Page.Evaluate("document.querySelector('.brand').focus()");
        List<string> order = [];
        for (int i = 0; i < 60; i++)
        {
            Page.Press("Tab");
            order.Add(Page.Evaluate("document.activeElement.id || document.activeElement.dataset.tool || ''"));
        }

        int[] places = [.. ((string[])["to-pick", "to-export", "undo", "help-open", "find", "rows", "picture", "next",
            "particle", "diameter", "black", "threshold", "pick-all"]).Select(name => order.IndexOf(name))];
        Assert.That(places, Is.All.GreaterThanOrEqualTo(0), string.Join(" ", order));
        Assert.That(places, Is.Ordered, string.Join(" ", order));
    }

    [Test]
    public async Task The_theme_can_be_chosen_and_is_kept()
    {
        await Open();
        string light = Page.Evaluate("getComputedStyle(document.body).backgroundColor");
        Page.Click("#theme");
        string dark = Page.Evaluate("getComputedStyle(document.body).backgroundColor");
        Page.Open(Page.Evaluate("location.href"));

        string after = Page.Evaluate("getComputedStyle(document.body).backgroundColor");
        Assert.That(after, Is.EqualTo(dark).And.Not.EqualTo(light));
        Page.Evaluate("localStorage.clear()");
    }
}

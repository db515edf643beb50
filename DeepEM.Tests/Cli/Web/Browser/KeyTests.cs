using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web.Browser;

/// <summary>Every key does what the help says of it, and only while the picture or the gallery has the focus.</summary>
[TestFixture]
internal sealed class KeyTests : PageTests
{
    [Test]
    public async Task Every_key_of_the_picture_changes_what_it_says()
    {
        ScriptedProject project = new();
        project.Picked[0] = true;
        await Open(project);

        Assert.Multiple(() =>
        {
            Changes("2", "tool", "not");
            Changes("3", "tool", "ruler");
            Changes("e", "tool", "eraser");
            Changes("1", "tool", "particle");
            Changes("4", "tool", "eraser");
            Changes("[", "eraser", "32");
            Changes("]", "eraser", "40");
            Changes("n", "current", "1");
            Changes("p", "current", "0");
            Changes("PageDown", "current", "1");
            Changes("PageUp", "current", "0");
            Changes("m", "show.mask", "True");
            Changes("c", "show.near", "True");
            Changes("c", "show.near", "False");
            Changes("i", "look.invert", "True");
            Changes("l", "look.lowpass", "5");
            Changes("l", "look.lowpass", "10");
            Changes("L", "look.lowpass", "5", BrowserPage.Shift);
            Changes(".", "threshold", "0.51");
            Changes(",", "threshold", "0.5");
            Changes(">", "threshold", "0.6", BrowserPage.Shift);
            Changes("<", "threshold", "0.5", BrowserPage.Shift);
            Changes("s", "current", "3");
        });
        Page.Evaluate("stateModule.setLook({ black: -1 })");
        Changes("a", "look.black", "-3");
        Page.Down("h");
        Page.WaitUntil("!stateModule.state.show.marks");
        Page.Up("h");
        Page.WaitUntil("stateModule.state.show.marks");

        // Defocus of micrograph 0 is 10000, of micrograph 3 20000: it is the most unlike.
        void Changes(string key, string what, string value, int modifiers = 0)
        {
            Page.Press(key, modifiers);
            Assert.That(Page.Evaluate($"stateModule.state.{what}"), Is.EqualTo(value), key);
        }
    }

    [Test]
    public async Task Keys_zoom_fit_and_show_one_to_one()
    {
        await Open();
        double fitted = Scale();
        Page.Press("+");
        double larger = Scale();
        Page.Press("-");
        double same = Scale();
        Page.Press("0");
        double one = Scale();
        Page.Press("f");

        Assert.That(
            (larger / fitted, same / fitted, one, Scale() / fitted), Is.EqualTo((1.25, 1.0, 1.0, 1.0)).Within(1e-6));

        double Scale() => Page.Number("viewModule.frame.scale");
    }

    [Test]
    public async Task Marks_are_made_and_removed_without_a_mouse()
    {
        await Open();
        Page.Press("ArrowRight");
        for (int i = 0; i < 3; i++)
        {
            Page.Press("ArrowRight", BrowserPage.Shift);
        }

        Page.Press("ArrowDown");
        Page.Press("Enter");
        string[] made = MarksWhen(1);
        Page.Press("Delete");
        MarksWhen(0);

        // The cross-hair begins in the middle, and goes 4 pixels of the screen, with Shift ten times as many.
        double scale = Page.Number("viewModule.frame.scale");
        double x = (ScriptedProject.Width / 2.0) + (120 / scale);
        double y = (ScriptedProject.Height / 2.0) + (4 / scale);
        Assert.That(made, Is.EqualTo([
            FormattableString.Invariant($"particle {Math.Round(x / 10) * 10} {Math.Round(y / 10) * 10}")]));
    }

    [Test]
    public async Task Keys_do_nothing_while_something_else_has_the_focus_or_they_are_switched_off()
    {
        await Open();
        Page.Click("#find");
        Page.Type("2");
        Page.Press("i");
        string inField = Page.Evaluate("stateModule.state.tool + stateModule.state.look.invert");
        Page.Click("#help-open");
        Page.Click("#keys-on");
        Page.Click("#help-close");
        Page.Evaluate("document.getElementById('picture').focus()");
        Page.Press("i");

        Assert.That(
            (inField, Page.Evaluate("stateModule.state.tool + stateModule.state.look.invert")),
            Is.EqualTo(("particlefalse", "particlefalse")));
        Page.Evaluate("localStorage.clear()");
    }

    [Test]
    public async Task The_help_lists_every_key_and_a_key_can_be_changed()
    {
        await Open();
        Page.Press("?");
        Page.WaitUntil("document.getElementById('help').open");
        string help = Page.Text("#help-keys");
        Page.Click("#help-keys [aria-label^='invert']");
        Page.Press("v");
        Page.Press("Escape");
        Page.WaitUntil("!document.getElementById('help').open");
        Page.Evaluate("document.getElementById('picture').focus()");
        Page.Press("i");
        string old = Page.Evaluate("stateModule.state.look.invert");
        Page.Press("v");

        Assert.That((old, Page.Evaluate("stateModule.state.look.invert")), Is.EqualTo(("False", "True")));
        Assert.That(help, Does.Contain("not a particle").And.Contain("suggested").And.Contain("undo"));
        Page.Evaluate("localStorage.clear()");
    }

    [Test]
    public async Task The_list_goes_on_with_arrows_and_finds_names()
    {
        await Open(new ScriptedProject { Count = 3000, Failed = [7] });
        double rows = Page.Number("document.querySelectorAll('.row').length");
        Page.Evaluate("document.getElementById('rows').focus()");
        Page.Press("ArrowDown");
        Page.WaitUntil("stateModule.state.current === 1");
        Page.Click("#find");
        Page.Type("02711");
        Page.WaitUntil("document.getElementById('rows-count').textContent === '1 of 3,000 micrographs'");
        Page.Evaluate(
            "document.getElementById('find').value = ''; const only = document.getElementById('only');"
            + "only.value = 'failed'; only.dispatchEvent(new Event('change'))");

        Assert.That(rows, Is.InRange(8, 40));
        Assert.That(Page.Text("#rows-count"), Is.EqualTo("1 of 3,000 micrographs"));
        Assert.That(Page.Text(".row .about"), Is.EqualTo("the file ends after 12 of 1,024 bytes"));
    }

    [Test]
    public async Task Keys_sort_a_gallery_and_space_shows_a_pick_in_its_micrograph()
    {
        ScriptedProject project = new();
        project.Project["picks"] = new { number = 1, micrographs = 6, failed = 0 };
        project.Galleries["doubtful"] = [.. Enumerable.Range(0, 30).Select(k =>
            new { id = $"p{k}", mic = 2, x = 300.0, y = 90.0, p = 0.5 })];
        await Open(project, "check");
        Page.WaitUntil("document.querySelectorAll('.tile').length === 30");
        Page.Evaluate("document.getElementById('gallery').focus()");
        Page.Press("b");
        Page.Press("g");
        Page.Press("u");
        Page.Press("ArrowRight", BrowserPage.Shift);
        Page.Press("b");
        WaitForRequest(
            "POST gallery {\"kind\":\"doubtful\",\"marks\":[{\"id\":\"p3\",\"state\":\"bad\"},{\"id\":\"p4\"");
        string marks = Page.Evaluate(
            "[...document.querySelectorAll('.tile')].map(t => t.dataset.mark ?? '-').join(' ')");
        string said = Page.Text("#gallery-count");
        Page.Press(" ");
        Page.WaitUntil("location.hash === '#pick' && stateModule.state.current === 2");

        Assert.That(marks, Does.StartWith("bad good unsure bad bad - -"));
        Assert.That(said, Is.EqualTo("30 · 3 bad, 1 good"));
    }
}

using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web.Browser;

/// <summary>Marks are made, moved and removed with the mouse, and the server has them.</summary>
[TestFixture]
internal sealed class MarkingTests : PageTests
{
    [Test]
    public async Task A_click_marks_a_particle_where_it_is()
    {
        await Open();
        ClickOn(100, 80);
        ClickOn(520, 120);

        Assert.That(MarksWhen(2), Is.EqualTo(["particle 100 80", "particle 520 120"]));
        Page.WaitUntil("document.querySelector('.row .about').textContent === '2 examples'");
        Page.WaitUntil("document.getElementById('saved').textContent.startsWith('Saved')");
    }

    [Test]
    public async Task A_right_click_and_the_second_tool_mark_what_is_no_particle()
    {
        await Open();
        ClickOn(200, 100, "right");
        Page.Press("2");
        ClickOn(300, 90);

        Assert.That(MarksWhen(2), Is.EqualTo(["not 200 100", "not 300 90"]));
    }

    [Test]
    public async Task A_mark_is_moved_by_dragging_it_and_the_picture_by_dragging_beside_it()
    {
        await Open();
        ClickOn(100, 80);
        MarksWhen(1);
        Drag(100, 80, 150, 110);
        Wait(() => Project.Marks.Values.Single().X > 140, () => "not moved");
        (double X, double Y) before = Place(400, 240);
        Drag(400, 300, 430, 300);

        Assert.That(MarksWhen(1), Is.EqualTo(["particle 150 110"]));
        Assert.That(Place(400, 240).X - before.X, Is.EqualTo(Place(430, 240).X - Place(400, 240).X).Within(0.01));
    }

    [Test]
    public async Task Shift_click_middle_click_and_Delete_remove()
    {
        await Open();
        foreach ((double x, double y) in ScriptedProject.Discs[..4])
        {
            ClickOn(x, y);
        }

        MarksWhen(4);
        ClickOn(100, 80, modifiers: BrowserPage.Shift);
        ClickOn(300, 90, "middle");
        (double px, double py) = Place(520, 120);
        Page.Browser.Call("Input.dispatchMouseEvent", new { type = "mouseMoved", x = px, y = py });
        Page.Press("Delete");

        Assert.That(MarksWhen(1), Is.EqualTo(["particle 180 250"]));
    }

    [Test]
    public async Task A_box_chooses_marks_and_Delete_removes_them_together()
    {
        await Open();
        foreach ((double x, double y) in ScriptedProject.Discs[..4])
        {
            ClickOn(x, y);
        }

        MarksWhen(4);
        Drag(60, 40, 350, 150, BrowserPage.Shift);
        Page.Press("Delete");

        Assert.That(MarksWhen(2), Is.EqualTo(["particle 180 250", "particle 520 120"]));
    }

    [Test]
    public async Task The_eraser_takes_labels_away_and_rejects_picks()
    {
        ScriptedProject project = new();
        project.Picked[0] = true;
        await Open(project);
        ClickOn(180, 250);
        MarksWhen(1);
        Page.Press("4");
        Drag(150, 250, 210, 250);
        MarksWhen(0);

        // Without its label the pick is seen again, and may be erased in its turn.
        Drag(80, 80, 120, 80);

        Assert.That(MarksWhen(1), Is.EqualTo(["not 100 80"]));
    }

    [Test]
    public async Task A_pick_becomes_an_example_by_a_click_and_is_rejected_by_removing_it()
    {
        ScriptedProject project = new();
        project.Picked[0] = true;
        await Open(project);
        ClickOn(103, 83);
        ClickOn(297, 88, modifiers: BrowserPage.Shift);

        Assert.That(MarksWhen(2), Is.EqualTo(["not 300 90", "particle 100 80"]));
        Assert.That(Page.Text("#counts"), Does.StartWith("3 here"), "of five above 0.5 two have a label now");
    }

    [Test]
    public async Task The_ruler_gives_the_diameter_and_the_model_looks_at_once()
    {
        ScriptedProject project = new();
        project.Project["diameter"] = null;
        await Open(project);
        Page.WaitUntil("stateModule.state.tool === 'ruler'");
        Drag(82, 80, 118, 80);

        WaitForRequest("PATCH project {\"diameter\":72}");
        WaitForRequest("POST jobs {\"kind\":\"preview\",\"settings\":{\"micrographs\":[0]}}");
        Page.WaitUntil("stateModule.state.tool === 'particle'");
    }

    [Test]
    public async Task Undo_and_redo_go_over_all_micrographs_and_say_what_it_was()
    {
        await Open();
        ClickOn(100, 80);
        Page.Press("n");
        Page.WaitUntil("stateModule.state.current === 1 && marksModule.marksOf(1) !== null");
        ClickOn(300, 90);
        MarksWhen(2);
        Page.Press("z", BrowserPage.Control);
        MarksWhen(1);
        Page.Click("#undo");
        MarksWhen(0);
        Page.WaitUntil("document.getElementById('said').textContent === 'Undone: an edit on mic_00000.'");
        Page.WaitUntil("marksModule.marksOf(0).labels.size === 0");
        Page.Press("y", BrowserPage.Control);
        Page.Click("#redo");

        Assert.That(MarksWhen(2), Is.EqualTo(["particle 100 80", "particle 300 90"]));
        Page.Click("#redo");
        Page.WaitUntil("document.getElementById('said').textContent === 'Nothing to do again.'");
    }

    [Test]
    public async Task Marks_that_were_read_before_an_edit_and_come_after_it_do_not_take_it_back()
    {
        await Open();
        ClickOn(100, 80);
        MarksWhen(1);
        Page.WaitUntil("editsModule.unsent() === 0");

        // An answer of the server from before the edit, as a slow line brings it.
        Page.Evaluate(
            "(() => { const entry = marksModule.marksOf(0); entry.labels.clear();"
            + "stateModule.tell('fresh-marks', { index: 0, seq: 0 }); return ''; })()");

        Assert.That(Page.Evaluate("marksModule.marksOf(0).labels.size"), Is.EqualTo("1"));
    }

    [Test]
    public async Task Of_two_pages_each_sees_what_the_other_marks()
    {
        await Open();
        using Chromium second = Chromium.StartOrSkip();
        BrowserPage other = new(second);
        other.Open($"{Server.Address}?key={Server.Keys.Key}");
        other.WaitUntil("document.querySelector('.row') !== null && document.getElementById('stage-wait').hidden");
        other.Evaluate(
            "import(new URL('web/marks.js', location.href)).then(one => { window.marks = one; return ''; })");
        other.WaitUntil("marks.marksOf(0) !== null");
        ClickOn(100, 80);
        other.WaitUntil("marks.marksOf(0).labels.size === 1");
        ClickOn(100, 80, modifiers: BrowserPage.Shift);
        other.WaitUntil("marks.marksOf(0).labels.size === 0");

        Assert.That(second.Messages, Is.Empty);
    }

    [Test]
    public async Task A_project_that_only_is_looked_at_takes_no_marks_and_says_why()
    {
        ScriptedProject project = new();
        (project.Project["readOnly"], project.Project["readOnlyReason"]) = (true, "deepem on node7 has it open.");
        await Open(project);
        ClickOn(100, 80);

        Assert.Multiple(() =>
        {
            Assert.That(Page.Text("#bar"), Does.Contain("can only be looked at").And.Contain("node7"));
            Assert.That(Page.Evaluate("document.getElementById('pick-all').disabled"), Is.EqualTo("True"));
            Assert.That(Page.Evaluate("marksModule.marksOf(0).labels.size"), Is.EqualTo("0"));
            Assert.That(Project.Asked.Where(one => one.StartsWith("POST", StringComparison.Ordinal)), Is.Empty);
        });
    }
}

using DeepEM.Cli.Web.Routes;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web.Browser;

/// <summary>What the page asks for is what the program answers to: its own requests, with a project that keeps what it
/// is told.</summary>
[TestFixture]
internal sealed class WireTests : PageTests
{
    [Test]
    public async Task Every_request_of_the_page_is_understood()
    {
        using ScratchFolder folder = new();
        FakeProject project = new(folder.Path, 3);
        Server = await TestServer.Start(map: (routes, ending) =>
            PageRoutes.Map(routes, project, TimeProvider.System, () => { }, ending));
        Page.Open($"{Server.Address}?key={Server.Keys.Key}");
        Page.WaitUntil("document.querySelector('.row') !== null && document.getElementById('stage-wait').hidden");
        Import();
        Page.WaitUntil("marksModule.marksOf(0) !== null && planesModule.plane(0) !== null");
        Drag(0, 1, 2, 1);
        Asked("change 3    ");
        Page.Press("1");
        ClickOn(3, 0);
        Wait(() => project.Calls.Any(one => one.Contains(" add ")), () => "nothing was added");
        Page.Press("z", BrowserPage.Control);
        Asked("undo ");
        Page.Evaluate("stateModule.setThreshold(0.7)");
        Asked("change   0.7  ");
        foreach (string settings in (string[])["'preview', { micrographs: [1] }", "'train', { labels: false }",
            "'train', { classes: true }", "'pick'", "'classes'", "'measure'"])
        {
            Page.Evaluate($"apiModule.begin({settings}).then(job => job.id)");
        }

        Page.Evaluate("apiModule.remove('jobs/1').then(job => job.id)");
        Page.Click("#to-check");
        Page.WaitUntil("document.querySelectorAll('.tile').length === 1");
        Page.Evaluate("document.getElementById('gallery').focus()");
        Page.Press("b");
        Asked("judge doubtful g1 bad");
        Page.Evaluate($"apiModule.post('export', {{ formats: ['star'], threshold: 0.5, out: '{folder.Path}', "
            + "model: true }).then(() => '')");
        Page.Evaluate("apiModule.get('browse?path=').then(() => '')");

        // Something that the program does not know would have been refused, and told to the person.
        Assert.That(Page.Text("#notices"), Is.Empty);
        Assert.That(project.Calls.Where(one => one.StartsWith("begin", StringComparison.Ordinal)), Is.EqualTo([
            "begin preview  ", "begin train False ", "begin train  True", "begin pick  ", "begin classes  ",
            "begin measure  "]));
        Assert.That(project.Calls, Has.Member("stop 1").And.Member($"export star 0.5 {folder.Path}"));

        void Asked(string call) => Wait(
            () => project.Calls.Contains(call), () => $"not '{call}' but: {string.Join("; ", project.Calls)}");
    }
}

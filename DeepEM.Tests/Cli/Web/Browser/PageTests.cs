using System.Text.Json;
using DeepEM.Cli.Web;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web.Browser;

/// <summary>A browser for the tests of a class, and for each test a server with a scripted project.</summary>
/// <remarks>
/// After each test the browser's console has to be empty; where requests are to fail, only those may be told of.
/// </remarks>
internal abstract class PageTests
{
    private Chromium _browser = null!;
    private bool _mayFail;

    protected BrowserPage Page { get; private set; } = null!;

    protected ScriptedProject Project { get; private set; } = null!;

    protected TestServer Server { get; set; } = null!;

    [OneTimeSetUp]
    public void StartBrowser()
    {
        _browser = Chromium.StartOrSkip();
        Page = new BrowserPage(_browser);
    }

    [OneTimeTearDown]
    public void StopBrowser() => _browser?.Dispose();

    [TearDown]
    public async Task StopServer()
    {
        string[] said = [.. _browser.Messages.Where(one => !_mayFail || !one.Contains("\"network\""))];
        _browser.Call("Page.navigate", new { url = "about:blank" });
        await Server.DisposeAsync();
        _browser.WaitUntil("location.href === 'about:blank'");
        _browser.Messages.Clear();
        _mayFail = false;
        Page.Resize(1280, 720);
        Page.Theme("light");
        Assert.That(said, Is.Empty, "the browser's console");
    }

    /// <summary>Serves a project and opens its page.</summary>
    protected async Task Open(ScriptedProject? project = null, string step = "pick", int port = 0)
    {
        Project = project ?? new ScriptedProject();
        Server = await TestServer.Start(new ServerSettings(port), Project.Map);
        Page.Open($"{Server.Address}?key={Server.Keys.Key}");
        if (Project.Count > 0)
        {
            Page.WaitUntil("document.querySelector('.row') !== null && document.getElementById('stage-wait').hidden");
        }

        if (step != "pick")
        {
            Page.Click($"#to-{step}");
            Page.WaitUntil($"!document.getElementById('{step}').hidden");
        }

        Import();
        if (step == "pick" && Project.Count > 0)
        {
            Page.WaitUntil("marksModule.marksOf(0) !== null || stateModule.state.mics.state[0] === 'failed'");
            Page.Evaluate("document.getElementById('picture').focus()");
        }
    }

    /// <summary>Makes the page's modules known to expressions, as viewModule and so on.</summary>
    protected void Import()
    {
        Page.Evaluate(
            "Promise.all(['state', 'view', 'marks', 'edits', 'lowpass', 'planes', 'api'].map(async name => "
            + "window[name + 'Module'] = await import(new URL(`web/${name}.js`, location.href)))).then(() => '')");
    }

    /// <summary>This test makes requests fail; the browser says so by itself.</summary>
    protected void RequestsMayFail() => _mayFail = true;

    /// <summary>Where on the page a place of the micrograph is seen.</summary>
    protected (double X, double Y) Place(double x, double y)
    {
        JsonElement place = JsonDocument.Parse(Page.Evaluate(FormattableString.Invariant(
            $$"""
            (() => { const [x, y] = viewModule.toCanvas({{x}}, {{y}});
              const box = document.getElementById('picture').getBoundingClientRect();
              return JSON.stringify([box.x + x / devicePixelRatio, box.y + y / devicePixelRatio]); })()
            """))).RootElement;
        return (place[0].GetDouble(), place[1].GetDouble());
    }

    /// <summary>Clicks on a place of the micrograph.</summary>
    protected void ClickOn(double x, double y, string button = "left", int modifiers = 0)
    {
        (double px, double py) = Place(x, y);
        Page.ClickAt(px, py, button, modifiers);
    }

    protected void Drag(double x, double y, double toX, double toY, int modifiers = 0)
    {
        (double px, double py) = Place(x, y);
        (double qx, double qy) = Place(toX, toY);
        Page.Drag(px, py, qx, qy, modifiers);
    }

    /// <summary>Waits until the server has so many marks, and gives their kinds and places.</summary>
    protected string[] MarksWhen(int count)
    {
        Wait(() => Project.Marks.Count == count, () => $"{Project.Marks.Count} marks, expected {count}");
        return [.. Project.Marks.Select(mark => FormattableString.Invariant(
            $"{mark.Value.Kind} {Math.Round(mark.Value.X / 10) * 10} {Math.Round(mark.Value.Y / 10) * 10}")).Order()];
    }

    /// <summary>Waits until something was asked of the server.</summary>
    protected void WaitForRequest(string begin) => Wait(
        () => Project.Asked.Any(one => one.StartsWith(begin, StringComparison.Ordinal)),
        () => $"{begin} was not asked; asked was: {string.Join("; ", Project.Asked)}");

    protected static void Wait(Func<bool> isSo, Func<string> otherwise) =>
        Assert.That(SpinWait.SpinUntil(isSo, TimeSpan.FromSeconds(20)), Is.True, otherwise);
}

using System.Globalization;
using System.Text.Json;
using NUnit.Framework;

namespace DeepEM.Tests.Support;

/// <summary>A page as a person uses it: real events of mouse and keys, windows of several sizes, light and dark.
/// </summary>
/// <remarks>Positions are in pixels of CSS from the upper left of the page.</remarks>
/// <param name="browser">The browser that shows it.</param>
internal sealed class BrowserPage(Chromium browser)
{
    public const int Control = 2;
    public const int Shift = 8;

    private static readonly Dictionary<string, int> _codes = new()
    {
        ["Tab"] = 9,
        ["Enter"] = 13,
        ["Escape"] = 27,
        [" "] = 32,
        ["End"] = 35,
        ["Home"] = 36,
        ["ArrowLeft"] = 37,
        ["ArrowUp"] = 38,
        ["ArrowRight"] = 39,
        ["ArrowDown"] = 40,
        ["Delete"] = 46,
    };

    private int _width = 1280;
    private int _height = 720;

    public Chromium Browser => browser;

    /// <summary>Clicks and drags so far.</summary>
    public int Clicks { get; set; }

    /// <summary>Opens an address of a server, and waits until its page is there, not only where it logs in.</summary>
    public void Open(string address)
    {
        browser.Call("Page.navigate", new { url = "about:blank" });
        browser.WaitUntil("location.href === 'about:blank'");
        browser.Call("Page.navigate", new { url = address });
        browser.WaitUntil("document.readyState === 'complete' && document.getElementById('stage') !== null");
    }

    public void Resize(int width, int height, double ratio = 1)
    {
        (_width, _height) = (width, height);
        browser.Call(
            "Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = ratio, mobile = false });
    }

    public void Theme(string scheme) => browser.Call(
        "Emulation.setEmulatedMedia",
        new { features = new[] { new { name = "prefers-color-scheme", value = scheme } } });

    public string Evaluate(string expression) => browser.Evaluate(expression);

    public double Number(string expression) => double.Parse(browser.Evaluate(expression), CultureInfo.InvariantCulture);

    public void WaitUntil(string expression) => browser.WaitUntil(expression);

    /// <summary>The text of an element.</summary>
    public string Text(string selector) => browser.Evaluate($"document.querySelector({Quoted(selector)}).textContent");

    /// <summary>Clicks into the middle of an element, which has to be seen.</summary>
    public void Click(string selector)
    {
        browser.WaitUntil(
            $$"""
            (() => { const found = document.querySelector({{Quoted(selector)}});
              found?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
              return Boolean(found && found.getClientRects().length && !found.disabled); })()
            """);
        JsonElement box = JsonDocument.Parse(browser.Evaluate(
            $$"""
            (() => { const box = document.querySelector({{Quoted(selector)}}).getBoundingClientRect();
              return JSON.stringify([box.x + box.width / 2, box.y + box.height / 2]); })()
            """)).RootElement;
        ClickAt(box[0].GetDouble(), box[1].GetDouble());
    }

    public void ClickAt(double x, double y, string button = "left", int modifiers = 0)
    {
        Mouse("mouseMoved", x, y, "none", modifiers);
        Mouse("mousePressed", x, y, button, modifiers);
        Mouse("mouseReleased", x, y, button, modifiers);
        Clicks++;
    }

    public void Drag(double x, double y, double toX, double toY, int modifiers = 0)
    {
        Mouse("mouseMoved", x, y, "none", modifiers);
        Mouse("mousePressed", x, y, "left", modifiers);
        for (int step = 1; step <= 4; step++)
        {
            Mouse("mouseMoved", x + ((toX - x) * step / 4), y + ((toY - y) * step / 4), "left", modifiers);
        }

        Mouse("mouseReleased", toX, toY, "left", modifiers);
        Clicks++;
    }

    public void Wheel(double x, double y, double deltaY) =>
        browser.Call("Input.dispatchMouseEvent", new { type = "mouseWheel", x, y, deltaX = 0, deltaY });

    public void Press(string key, int modifiers = 0)
    {
        Down(key, modifiers);
        Up(key, modifiers);
    }

    public void Down(string key, int modifiers = 0)
    {
        bool isText = key.Length == 1 && (modifiers & Control) == 0;
        browser.Call("Input.dispatchKeyEvent", new
        {
            type = isText || key == "Enter" ? "keyDown" : "rawKeyDown",
            key,
            code = key,
            text = isText ? key : key == "Enter" ? "\r" : "",
            modifiers,
            windowsVirtualKeyCode = _codes.GetValueOrDefault(key),
        });
    }

    public void Up(string key, int modifiers = 0) => browser.Call(
        "Input.dispatchKeyEvent",
        new { type = "keyUp", key, code = key, modifiers, windowsVirtualKeyCode = _codes.GetValueOrDefault(key) });

    public void Type(string text) => browser.Call("Input.insertText", new { text });

    /// <summary>Keeps a picture of the page in artifacts/, to be looked at.</summary>
    public void Keep(string name)
    {
        DirectoryInfo? root = new(TestContext.CurrentContext.TestDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "DeepEM.sln")))
        {
            root = root.Parent;
        }

        if (root is not null)
        {
            string folder = Path.Combine(root.FullName, "artifacts", "serve");
            Directory.CreateDirectory(folder);
            string picture = browser.Call("Page.captureScreenshot", new { format = "png" })
                .GetProperty("data").GetString()!;
            File.WriteAllBytes(
                Path.Combine(folder, FormattableString.Invariant($"{name}-{_width}x{_height}.png")),
                Convert.FromBase64String(picture));
        }
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private void Mouse(string type, double x, double y, string button, int modifiers)
    {
        int buttons = button switch { "left" => 1, "right" => 2, "middle" => 4, _ => 0 };
        browser.Call("Input.dispatchMouseEvent", new
        {
            type,
            x,
            y,
            button,
            buttons = type == "mouseReleased" ? 0 : buttons,
            clickCount = type == "mouseMoved" ? 0 : 1,
            modifiers,
        });
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_width} x {_height}");
}

using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using NUnit.Framework;

namespace DeepEM.Tests.Support;

/// <summary>A browser without a window that shows one page and is driven over its own protocol.</summary>
/// <remarks>Everything that it says on its console, or that a page's script throws, is kept in <see cref="Messages"/>.
/// </remarks>
internal sealed class Chromium : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ScratchFolder _profile = new();
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _lastId;

    private Chromium(string program, int width, int height)
    {
        ProcessStartInfo start = new(program)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
                "--disable-background-networking", "--hide-scrollbars", "--remote-debugging-port=0",
                $"--user-data-dir={_profile.Path}", $"--window-size={width},{height}", "about:blank",
            },
        };
        _process = Process.Start(start)!;
    }

    /// <summary>What the console has, and exceptions of scripts.</summary>
    public List<string> Messages { get; } = [];

    /// <summary>Starts the browser, or skips the test where there is none.</summary>
    /// <param name="width">Width of the page, CSS pixels.</param>
    /// <param name="height">Height of the page.</param>
    public static Chromium StartOrSkip(int width = 1280, int height = 900)
    {
        if (Find() is not { } program)
        {
            Assert.Ignore("There is no Chromium: install it, or set DEEPEM_CHROMIUM to its path.");
            throw new UnreachableException();
        }

        Chromium browser = new(program, width, height);
        try
        {
            browser.Connect();
            return browser;
        }
        catch
        {
            browser.Dispose();
            throw;
        }
    }

    /// <summary>Opens a page and waits until it is loaded.</summary>
    /// <param name="path">An HTML file.</param>
    public void Open(string path)
    {
        Call("Page.navigate", new { url = new Uri(path).AbsoluteUri });
        WaitUntil("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /// <summary>Waits until an expression is true.</summary>
    /// <param name="expression">JavaScript.</param>
    public void WaitUntil(string expression)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!Evaluate(expression).Equals("True", StringComparison.OrdinalIgnoreCase))
        {
            Assert.That(watch.Elapsed, Is.LessThan(_patience), expression);
            Thread.Sleep(20);
        }
    }

    /// <summary>The value of an expression as text.</summary>
    /// <param name="expression">JavaScript; a promise is waited for.</param>
    public string Evaluate(string expression)
    {
        JsonElement answer = Call(
            "Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true, userGesture = true });
        Assert.That(answer.TryGetProperty("exceptionDetails", out JsonElement details), Is.False, details.ToString());
        return answer.GetProperty("result").TryGetProperty("value", out JsonElement value) ? value.ToString() : "";
    }

    /// <summary>Presses keys, one after the other, where the focus is.</summary>
    /// <param name="keys">Names as events have them: "ArrowRight", "g", " ".</param>
    public void Press(params IEnumerable<string> keys)
    {
        foreach (string key in keys)
        {
            string text = key.Length == 1 ? key : "";
            Call("Input.dispatchKeyEvent", new { type = "keyDown", key, text });
            Call("Input.dispatchKeyEvent", new { type = "keyUp", key });
        }
    }

    /// <summary>Sends a command of the protocol and waits for its answer.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <returns>The result.</returns>
    public JsonElement Call(string method, object parameters)
    {
        using CancellationTokenSource limit = new(_patience);
        int id = Send(method, parameters, limit.Token);
        while (true)
        {
            JsonElement answer = Receive(limit.Token);
            if (answer.TryGetProperty("id", out JsonElement number) && number.GetInt32() == id)
            {
                Assert.That(answer.TryGetProperty("error", out JsonElement error), Is.False, $"{method}: {error}");
                return answer.GetProperty("result");
            }

            Note(answer, limit.Token);
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        _profile.Dispose();
    }

    private static string? Find()
    {
        string?[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        string?[] names = [Environment.GetEnvironmentVariable("DEEPEM_CHROMIUM"), "chromium", "chromium-browser",
            "google-chrome"];
        return names.OfType<string>()
            .SelectMany(name => folders.OfType<string>().Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }

    private void Connect()
    {
        // What it says itself is not wanted, but must go somewhere.
        _process.ErrorDataReceived += (_, _) => { };
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        string port = Port();
        using HttpClient client = new();
        using CancellationTokenSource limit = new(_patience);
        string pages = client.GetStringAsync($"http://127.0.0.1:{port}/json/list", limit.Token)
            .GetAwaiter().GetResult();
        string page = JsonDocument.Parse(pages).RootElement.EnumerateArray()
            .First(one => one.GetProperty("type").GetString() == "page")
            .GetProperty("webSocketDebuggerUrl").GetString()!;
        _socket.ConnectAsync(new Uri(page), limit.Token).GetAwaiter().GetResult();
        foreach (string domain in (string[])["Runtime", "Log", "Page"])
        {
            Call(domain + ".enable", new { });
        }
    }

    // It writes the port that it took into its profile, on the first of two lines.
    private string Port()
    {
        string path = _profile["DevToolsActivePort"];
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < _patience && !_process.HasExited)
        {
            if (File.Exists(path) && File.ReadAllLines(path) is [string port, _, ..])
            {
                return port;
            }

            Thread.Sleep(20);
        }

        throw new TimeoutException("The browser did not start.");
    }

    private JsonElement Receive(CancellationToken limit)
    {
        using MemoryStream message = new();
        ValueWebSocketReceiveResult part;
        do
        {
            part = _socket.ReceiveAsync(_buffer.AsMemory(), limit).AsTask().GetAwaiter().GetResult();
            message.Write(_buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);

        return JsonDocument.Parse(Encoding.UTF8.GetString(message.ToArray())).RootElement.Clone();
    }

    private int Send(string method, object parameters, CancellationToken limit)
    {
        byte[] message = JsonSerializer.SerializeToUtf8Bytes(new { id = ++_lastId, method, @params = parameters });
        _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, limit).GetAwaiter().GetResult();
        return _lastId;
    }

    private void Note(JsonElement happened, CancellationToken limit)
    {
        switch (happened.TryGetProperty("method", out JsonElement method) ? method.GetString() : null)
        {
            case "Runtime.consoleAPICalled" or "Runtime.exceptionThrown" or "Log.entryAdded":
                Messages.Add(happened.GetProperty("params").ToString());
                break;

            // A page that asks whether it may be left would wait for ever; nobody waits for this command's answer.
            case "Page.javascriptDialogOpening":
                Send("Page.handleJavaScriptDialog", new { accept = true }, limit);
                break;
        }
    }
}

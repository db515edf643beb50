using System.Diagnostics;
using System.Net;
using System.Text;
using System.Threading.Channels;
using DeepEM.Cli.Web;
using DeepEM.Tests.Support;
using Microsoft.AspNetCore.Builder;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Web;

[Category(TestCategory.Smoke)]
public sealed class EventStreamTests
{
    private readonly StreamPlaces _places = new();
    private Channel<StreamEvent> _events = null!;
    private long? _lastSeen;

    [SetUp]
    public void Create_events() => _events = Channel.CreateUnbounded<StreamEvent>();

    [Test]
    public async Task Events_come_in_order_with_their_numbers_and_the_last_one_seen_is_known()
    {
        await using TestServer server = await Start(TimeProvider.System);
        using HttpClient page = server.Page();
        page.DefaultRequestHeaders.Add("Last-Event-ID", "41");
        using StreamReader stream = await Open(page);
        Tell(42, "edit", null, """{"a":1}""");
        Tell(43, "edit", null, """{"a":2}""");

        Assert.That(await Next(stream), Is.EqualTo("id: 42\nevent: edit\ndata: {\"a\":1}"));
        Assert.That(await Next(stream), Is.EqualTo("id: 43\nevent: edit\ndata: {\"a\":2}"));
        Assert.That(_lastSeen, Is.EqualTo(41));
    }

    [Test]
    public async Task It_is_a_stream_that_no_proxy_keeps_back()
    {
        await using TestServer server = await Start(TimeProvider.System);
        using HttpClient page = server.Page();
        using HttpResponseMessage response = await page.GetAsync(
            "api/events", HttpCompletionOption.ResponseHeadersRead);

        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/event-stream"));
        Assert.That(response.Headers.GetValues("X-Accel-Buffering"), Is.EqualTo(["no"]));
        Assert.That(response.Headers.CacheControl?.NoStore, Is.True);
    }

    [Test]
    public async Task Of_what_is_replaced_within_a_tenth_of_a_second_only_the_newest_is_sent_and_of_edits_all()
    {
        await using TestServer server = await Start(TimeProvider.System);
        using HttpClient page = server.Page();
        using StreamReader stream = await Open(page);
        Stopwatch watch = Stopwatch.StartNew();
        long id = 0;
        while (watch.Elapsed < TimeSpan.FromSeconds(1))
        {
            Tell(++id, "job", "7", $"{id}");
            Tell(++id, "edit", null, $"{id}");
            await Task.Delay(5);
        }

        Tell(++id, "job", "7", "last");
        List<string> jobs = [];
        List<string> edits = [];
        for (string? text = await Next(stream); !text!.EndsWith("last", StringComparison.Ordinal);)
        {
            (text.Contains("event: job", StringComparison.Ordinal) ? jobs : edits).Add(text);
            text = await Next(stream);
        }

        Assert.That(jobs, Has.Count.LessThanOrEqualTo(12));
        Assert.That(edits, Has.Count.EqualTo((id - 1) / 2));
    }

    [Test]
    public async Task Where_nothing_happens_a_comment_keeps_the_line_open()
    {
        await using TestServer server = await Start(new QuickClock(100));
        using HttpClient page = server.Page();
        using StreamReader stream = await Open(page);

        for (int i = 0; i < 3; i++)
        {
            Assert.That(await stream.ReadLineAsync(), Is.EqualTo(":"));
            Assert.That(await stream.ReadLineAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task Four_pages_may_be_open_and_a_place_that_is_left_is_free()
    {
        await using TestServer server = await Start(new QuickClock(100));
        using HttpClient page = server.Page();
        List<HttpResponseMessage> open = [];
        for (int i = 0; i < StreamPlaces.Most; i++)
        {
            open.Add(await page.GetAsync("api/events", HttpCompletionOption.ResponseHeadersRead));
        }

        Assert.That(
            await TestServer.Status(page.GetAsync("api/events")), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        open.ForEach(response => response.Dispose());

        HttpStatusCode status = HttpStatusCode.ServiceUnavailable;
        for (int tries = 0; status != HttpStatusCode.OK && tries < 200; tries++)
        {
            await Task.Delay(20);
            using HttpResponseMessage response = await page.GetAsync(
                "api/events", HttpCompletionOption.ResponseHeadersRead);
            status = response.StatusCode;
        }

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_end_of_the_server_is_the_last_event()
    {
        TestServer server = await Start(TimeProvider.System);
        using HttpClient page = server.Page();
        using StreamReader stream = await Open(page);
        Task end = server.DisposeAsync().AsTask();

        Assert.That(await Next(stream), Is.EqualTo("event: ended\ndata: {}"));
        Assert.That(await Next(stream), Is.Null);
        await end;
    }

    private Task<TestServer> Start(TimeProvider clock) => TestServer.Start(map: (routes, ending) =>
    {
        EventStream stream = new(clock, ending);
        routes.MapGet("/api/events", async context =>
        {
            _lastSeen = EventStream.LastSeen(context.Request);
            using IDisposable place = _places.Take();
            await stream.Write(context, _events.Reader);
        });
    });

    private void Tell(long id, string name, string? subject, string json) =>
        _events.Writer.TryWrite(new StreamEvent(id, name, subject, Encoding.UTF8.GetBytes(json)));

    private static async Task<StreamReader> Open(HttpClient page)
    {
        HttpResponseMessage response = await page.GetAsync("api/events", HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return new StreamReader(await response.Content.ReadAsStreamAsync());
    }

    // The lines of the next event; null where the stream has ended.
    private static async Task<string?> Next(StreamReader stream)
    {
        List<string> lines = [];
        while (await stream.ReadLineAsync() is { } line)
        {
            if (line.Length == 0 && lines.Count > 0)
            {
                return string.Join('\n', lines);
            }

            if (line.Length > 0 && line[0] != ':')
            {
                lines.Add(line);
            }
        }

        return null;
    }
}

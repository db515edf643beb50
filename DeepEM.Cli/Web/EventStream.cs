using System.Buffers;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace DeepEM.Cli.Web;

/// <summary>What the server tells an open page, as it happens (server-sent events).</summary>
/// <remarks>
/// At most ten writes a second: what comes between is sent together, and of what is replaced by something newer only
/// that. A comment every 15 s keeps proxies from closing a line on which nothing happens.
/// </remarks>
/// <param name="clock">Tells the time.</param>
/// <param name="ending">The server ends: the page is told, and the stream with it.</param>
internal sealed class EventStream(TimeProvider clock, CancellationToken ending)
{
    /// <summary>The event that is the last of a server.</summary>
    public const string Ended = "ended";

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(15);

    /// <summary>The number of the last event that a browser has seen; null for one that begins.</summary>
    /// <param name="request">The request.</param>
    public static long? LastSeen(HttpRequest request) =>
        long.TryParse(
            request.Headers["Last-Event-ID"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? id
            : null;

    /// <summary>Sends events until the browser or the server ends.</summary>
    /// <param name="context">The request.</param>
    /// <param name="events">The events, in order.</param>
    public async Task Write(HttpContext context, ChannelReader<StreamEvent> events)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, ending);
        HttpResponse response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no";
        await Send(context, ":\n\n"u8.ToArray());
        try
        {
            while (await Wait(events, stop.Token) is { } isThere)
            {
                if (!isThere)
                {
                    await Send(context, ":\n\n"u8.ToArray());
                    continue;
                }

                await Send(context, Text(Newest(events)));
                await Task.Delay(_pause, clock, stop.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Below.
        }

        await Send(context, Text([new StreamEvent(0, Ended, null, "{}"u8.ToArray())]));
    }

    // Null when there will be no more; false where nothing came for a while.
    private async Task<bool?> Wait(ChannelReader<StreamEvent> events, CancellationToken stop)
    {
        using CancellationTokenSource silence = new(_silence, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, silence.Token);
        try
        {
            return await events.WaitToReadAsync(either.Token) ? true : null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    // Everything that is waiting, but what something behind it replaces.
    private static List<StreamEvent> Newest(ChannelReader<StreamEvent> events)
    {
        List<StreamEvent> waiting = [];
        while (events.TryRead(out StreamEvent next))
        {
            waiting.Add(next);
        }

        HashSet<(string, string)> later = [];
        for (int i = waiting.Count - 1; i >= 0; i--)
        {
            if (waiting[i].Subject is { } subject && !later.Add((waiting[i].Name, subject)))
            {
                waiting.RemoveAt(i);
            }
        }

        return waiting;
    }

    private static byte[] Text(IEnumerable<StreamEvent> events)
    {
        ArrayBufferWriter<byte> text = new();
        foreach (StreamEvent each in events)
        {
            if (each.Id > 0)
            {
                text.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {each.Id}\n")));
            }

            text.Write(Encoding.ASCII.GetBytes($"event: {each.Name}\ndata: "));
            text.Write(each.Json.Span);
            text.Write("\n\n"u8);
        }

        return text.WrittenSpan.ToArray();
    }

    private static async Task Send(HttpContext context, byte[] text)
    {
        await context.Response.Body.WriteAsync(text, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}

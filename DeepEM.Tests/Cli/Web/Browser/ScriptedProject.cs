using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using DeepEM.Cli.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DeepEM.Tests.Cli.Web.Browser;

/// <summary>A project that only answers: what the page is told, and what it asks for, are in the hands of a test.
/// </summary>
/// <remarks>Its micrographs have dark discs in light noise, always at the same places.</remarks>
internal sealed class ScriptedProject
{
    public const int Width = 640;
    public const int Height = 480;
    public const double Radius = 18;

    private static readonly JsonSerializerOptions _names = new(JsonSerializerDefaults.Web);

    private static readonly string[] _exported = ["autopick.star", "model.deepem"];
    private static readonly string[] _folders = ["grid1", "grid2"];

    private readonly List<Channel<StreamEvent>> _streams = [];
    private readonly Lock _lock = new();
    private readonly byte[] _plane = DrawPlane();
    private readonly List<(JsonElement Op, Dictionary<string, object?> Inverse)> _done = [];
    private readonly List<(JsonElement Op, Dictionary<string, object?> Inverse)> _undone = [];
    private long _event;
    private int _seq;

    /// <summary>Centres of the discs, pixels.</summary>
    public static (double X, double Y)[] Discs { get; } =
        [(100, 80), (300, 90), (520, 120), (180, 250), (400, 240), (560, 330), (90, 400), (330, 400)];

    public int Count { get; init; } = 6;

    /// <summary>Micrographs that cannot be read.</summary>
    public HashSet<int> Failed { get; init; } = [];

    /// <summary>What api/project says; a test may change it.</summary>
    public Dictionary<string, object?> Project { get; } = new()
    {
        ["id"] = "a",
        ["version"] = "0",
        ["name"] = "mics",
        ["folder"] = "/data/deepem-project",
        ["pixelSize"] = 2.0,
        ["pixelSizeSource"] = "header",
        ["diameter"] = 72.0,
        ["contrast"] = "auto",
        ["threshold"] = 0.5,
        ["view"] = new Dictionary<string, object?>(),
        ["seq"] = 0,
        ["readOnly"] = false,
        ["inputs"] = new[] { "mics" },
    };

    /// <summary>Marks by micrograph and name: x, y, kind.</summary>
    public ConcurrentDictionary<(int Mic, string Mark), (double X, double Y, string Kind)> Marks { get; } = new();

    /// <summary>Micrographs with picks, one on each disc; the scores fall from 0.95 in steps of 0.1.</summary>
    public ConcurrentDictionary<int, bool> Picked { get; } = new();

    /// <summary>What was asked for, "POST jobs {...}".</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Items of galleries, by kind.</summary>
    public Dictionary<string, object[]> Galleries { get; } = [];

    /// <summary>Tells open pages something.</summary>
    public void Tell(string name, object what)
    {
        lock (_lock)
        {
            StreamEvent told = new(++_event, name, null, JsonSerializer.SerializeToUtf8Bytes(what, _names));
            _streams.ForEach(stream => stream.Writer.TryWrite(told));
        }
    }

    public void TellRow(int i)
    {
        (int labels, int rejected) = Marked(i);
        Tell("micrograph", new
        {
            i,
            state = State(i),
            width = Width,
            height = Height,
            labels,
            rejected,
            picks = Picked.ContainsKey(i) ? Discs.Length : 0,
        });
        if (Picked.ContainsKey(i))
        {
            Tell("counts", new { i, counts = Counts() });
        }
    }

    public void Map(IEndpointRouteBuilder routes, CancellationToken ending)
    {
        routes.MapGet("/api/project", context => Write(context, Whole()));
        routes.MapPatch("/api/project", async context =>
        {
            foreach (JsonProperty property in (await Read(context)).EnumerateObject())
            {
                Project[property.Name] = property.Value;
            }

            await Write(context, Whole());
            Tell("project", Whole());
        });
        routes.MapGet("/api/micrographs", context => Write(context, Columns()));
        routes.MapPost("/api/micrographs", async context =>
        {
            await Read(context);
            await Write(context, new { job = new { id = "m", kind = "measure", state = "done" } });
        });
        routes.MapGet("/api/counts", context => Answers.Write(context, AllCounts()));
        routes.MapGet("/api/thumbs", context => Answers.Write(
            context, Grey(64 * 64 * int.Parse(context.Request.Query["count"]!, CultureInfo.InvariantCulture))));
        routes.MapGet("/api/micrographs/{i:int}/plane", WritePlane);
        routes.MapGet("/api/micrographs/{i:int}/marks", context => Write(context, MarksOf(Index(context))));
        routes.MapPost("/api/edits", TakeEdits);
        routes.MapPost("/api/undo", context => Step(context, _done, _undone));
        routes.MapPost("/api/redo", context => Step(context, _undone, _done));
        routes.MapPost("/api/jobs", async context =>
        {
            JsonElement body = await Read(context);
            await Write(context, new { job = new { id = "1", kind = body.GetProperty("kind"), state = "queued" } });
        });
        routes.MapGet("/api/jobs/{id}", context => Write(context, Job));
        routes.MapDelete("/api/jobs/{id}", async context =>
        {
            Asked.Enqueue($"DELETE jobs/{context.GetRouteValue("id")}");
            await Write(context, new { });
        });
        routes.MapGet("/api/gallery", context => Write(context, new
        {
            items = Galleries.GetValueOrDefault(context.Request.Query["kind"].ToString(), []),
            total = Galleries.GetValueOrDefault(context.Request.Query["kind"].ToString(), []).Length,
            size = 32,
        }));
        routes.MapGet("/api/crops", context => Answers.Write(
            context, Grey(32 * 32 * context.Request.Query["ids"].ToString().Split(',').Length)));
        routes.MapPost("/api/gallery", Take);
        routes.MapPost("/api/quit", Take);
        routes.MapPost("/api/export", async context =>
        {
            await Read(context);
            await Write(context, new { files = _exported, command = "deepem pick mics" });
        });
        routes.MapGet("/api/command", context => Write(
            context, new { command = $"deepem pick mics --threshold {context.Request.Query["threshold"]}" }));
        routes.MapGet("/api/browse", context => Write(
            context, new { path = "/data", folders = _folders, micrographs = 12 }));
        routes.MapGet("/api/events", async context =>
        {
            Channel<StreamEvent> stream = Channel.CreateUnbounded<StreamEvent>();
            lock (_lock)
            {
                _streams.Add(stream);
            }

            await new EventStream(TimeProvider.System, ending).Write(context, stream.Reader);
        });
    }

    /// <summary>What api/jobs/1 says.</summary>
    public object Job { get; set; } =
        new { id = "1", kind = "train", state = "running", curve = Array.Empty<object>() };

    private static byte[] DrawPlane()
    {
        // A plain generator of noise: the same plane in every run.
        uint state = 1;
        byte[] plane = new byte[Width * Height];
        for (int i = 0; i < plane.Length; i++)
        {
            state = (state * 1664525) + 1013904223;
            double x = i % Width;
            double y = i / Width;
            bool isDisc = Discs.Any(disc => Math.Pow(disc.X - x, 2) + Math.Pow(disc.Y - y, 2) < Radius * Radius);
            plane[i] = (byte)((isDisc ? 70 : 130) + (state >> 26));
        }

        return plane;
    }

    private static byte[] Grey(int length)
    {
        byte[] bytes = new byte[length];
        Array.Fill(bytes, (byte)128);
        return bytes;
    }

    private static int Index(HttpContext context) =>
        int.Parse($"{context.GetRouteValue("i")}", CultureInfo.InvariantCulture);

    private static Task Write(HttpContext context, object answer)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(answer, _names));
    }

    private static int[] Counts() =>
        [.. Enumerable.Range(0, 101).Select(k => Enumerable.Range(0, Discs.Length).Count(d => Score(d) * 100 >= k))];

    private static double Score(int disc) => Math.Round(0.95 - (0.1 * disc), 2);

    private async Task<JsonElement> Read(HttpContext context)
    {
        JsonElement body = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement.Clone();
        Asked.Enqueue($"{context.Request.Method} {context.Request.Path.Value!["/api/".Length..]} {body}");
        return body;
    }

    private async Task Take(HttpContext context)
    {
        await Read(context);
        await Write(context, new { seq = _seq });
    }

    private async Task WritePlane(HttpContext context)
    {
        context.Response.Headers["X-Shape"] = FormattableString.Invariant($"{Width},{Height},1,{Width},{Height},0,255");
        await Answers.Write(context, _plane);
    }

    private Dictionary<string, object?> Whole() => new(Project) { ["micrographs"] = Count };

    private string State(int i) => Failed.Contains(i) ? "failed" : Picked.ContainsKey(i) ? "picked" : "seen";

    private (int Labels, int Rejected) Marked(int i) => (
        Marks.Count(mark => mark.Key.Mic == i && mark.Value.Kind == "particle"),
        Marks.Count(mark => mark.Key.Mic == i && mark.Value.Kind == "not"));

    private object Columns()
    {
        int[] all = [.. Enumerable.Range(0, Count)];
        return new
        {
            n = Count,
            name = all.Select(i => FormattableString.Invariant($"mic_{i:00000}.mrc")),
            width = all.Select(i => Width),
            height = all.Select(i => Height),
            state = all.Select(State),
            reason = all.Select(i => Failed.Contains(i) ? "the file ends after 12 of 1,024 bytes" : null),
            labels = all.Select(i => Marked(i).Labels),
            rejected = all.Select(i => Marked(i).Rejected),
            picks = all.Select(i => Picked.ContainsKey(i) ? Discs.Length : 0),
            score = all.Select(i => Picked.ContainsKey(i) ? 0.6 : (double?)null),
            defocus = all.Select(i => 10000.0 + (1000 * (i * 7 % 11))),
            masked = all.Select(i => 0.05),
        };
    }

    private byte[] AllCounts()
    {
        ushort[] counts = new ushort[Count * 101];
        Array.Fill(counts, ushort.MaxValue);
        foreach (int i in Picked.Keys)
        {
            Counts().Select(count => (ushort)count).ToArray().CopyTo(counts, i * 101);
        }

        byte[] bytes = new byte[counts.Length * 2];
        Buffer.BlockCopy(counts, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    private object MarksOf(int i) => new
    {
        seq = _seq,
        labels = Marks.Where(mark => mark.Key.Mic == i)
            .Select(mark => new object[] { mark.Key.Mark, mark.Value.X, mark.Value.Y, mark.Value.Kind }),
        picks = Picked.ContainsKey(i)
            ? new
            {
                x = Discs.Select(disc => disc.X),
                y = Discs.Select(disc => disc.Y),
                p = Discs.Select((_, d) => Score(d)),
            }
            : null,
        masked = new[] { new[] { 0, 0, 40 }, [1, 0, 40] },
        maskShape = new[] { Width, Height },
    };

    private async Task TakeEdits(HttpContext context)
    {
        JsonElement body = await Read(context);
        JsonElement[] ops = [.. body.GetProperty("ops").EnumerateArray()];
        lock (_lock)
        {
            _done.AddRange(ops.Select(op => (op, Apply(op))));
            _undone.Clear();
        }

        await Write(context, new { seq = ++_seq });
        Tell("edit", new { seq = _seq, client = body.GetProperty("client"), ops });
        TellRow(ops[0].GetProperty("mic").GetInt32());
        Tell("saved", new { seq = _seq });
    }

    private async Task Step(
        HttpContext context,
        List<(JsonElement Op, Dictionary<string, object?> Inverse)> from,
        List<(JsonElement Op, Dictionary<string, object?> Inverse)> to)
    {
        await Read(context);
        if (from.Count == 0)
        {
            await Write(context, new { seq = _seq, ops = Array.Empty<object>() });
            return;
        }

        JsonElement inverse = JsonSerializer.SerializeToElement(from[^1].Inverse, _names);
        to.Add((inverse, Apply(inverse)));
        from.RemoveAt(from.Count - 1);
        await Write(context, new { seq = ++_seq, ops = new[] { inverse }, what = "an edit on mic_00000" });
        Tell("edit", new { seq = _seq, client = "other", ops = new[] { inverse } });
        Tell("saved", new { seq = _seq });
    }

    private Dictionary<string, object?> Apply(JsonElement op)
    {
        (int, string) key = (op.GetProperty("mic").GetInt32(), op.GetProperty("mark").GetString()!);
        string kind = op.GetProperty("op").GetString()!;
        (double X, double Y, string Kind) before = Marks.GetValueOrDefault(key);
        string inverse = kind switch { "add" => "remove", "remove" => "add", _ => kind };
        if (kind == "remove")
        {
            Marks.TryRemove(key, out _);
        }
        else
        {
            Marks[key] = (
                op.TryGetProperty("x", out JsonElement x) ? x.GetDouble() : before.X,
                op.TryGetProperty("y", out JsonElement y) ? y.GetDouble() : before.Y,
                op.TryGetProperty("kind", out JsonElement named) && kind != "move" ? named.GetString()! : before.Kind);
        }

        Dictionary<string, object?> back = new()
        {
            ["op"] = inverse,
            ["mic"] = key.Item1,
            ["mark"] = key.Item2,
        };
        if (inverse is "add" or "move")
        {
            (back["x"], back["y"]) = (before.X, before.Y);
        }

        if (inverse is "add" or "kind")
        {
            back["kind"] = before.Kind;
        }

        return back;
    }
}

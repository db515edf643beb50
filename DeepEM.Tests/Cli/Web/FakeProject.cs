using System.Text.Json;
using System.Threading.Channels;
using DeepEM.Cli.Web;
using DeepEM.Cli.Web.Wire;

namespace DeepEM.Tests.Cli.Web;

/// <summary>A project that keeps what it is told, and answers with what can be told apart.</summary>
internal sealed class FakeProject(string root, int count) : IServedProject
{
    private readonly Channel<StreamEvent> _events = Channel.CreateUnbounded<StreamEvent>();

    /// <summary>What was asked for, one line each.</summary>
    public List<string> Calls { get; } = [];

    public string? ReadOnlyReason { get; set; }

    public RootedPath Paths { get; } = new([root]);

    public int Count { get; } = count;

    public ProjectAnswer Project() => new(
        "p", "1.2.3", "name", root, Count, 1.5, "header", null, "auto", null, null, null, 0.25,
        JsonElement.Parse("{}"), Calls.Count, ReadOnlyReason is not null, ReadOnlyReason, null, ["mics"]);

    public ProjectAnswer Change(ProjectPatch patch)
    {
        Calls.Add($"change {patch.Diameter} {patch.PixelSize} {patch.Threshold} {patch.Contrast} {patch.View}");
        return Project();
    }

    public int MicrographsIn(string folder) => Directory.GetFiles(folder, "*.mrc").Length;

    public JobAnswer Add(IReadOnlyList<string> inputs)
    {
        Calls.Add($"add {string.Join(' ', inputs)}");
        return Job("1")!;
    }

    public MicrographsAnswer Micrographs() => new(
        Count, [.. Enumerable.Range(0, Count).Select(i => $"FoilHole_{i:D8}_Data_{i:D8}_fractions.mrc")],
        new int[Count], new int[Count], Column("new"), new string?[Count], new int[Count], new int[Count],
        new int[Count], new double?[Count], new double?[Count], new double?[Count]);

    public ReadOnlyMemory<byte> Counts()
    {
        byte[] bytes = new byte[Count * 101 * 2];
        bytes.AsSpan().Fill(0xFF);
        return bytes;
    }

    public (ReadOnlyMemory<byte> Bytes, IReadOnlyList<int> Missing) Thumbs(int from, int count) =>
        (new byte[count * 64 * 64], [.. Enumerable.Range(from, count).Where(i => i % 2 == 1)]);

    public PlaneAnswer Plane(int index, CancellationToken token) =>
        new(new byte[] { 1, 2, 3, (byte)index }, "4,4,2,2,2,0,1", $"tag{index}");

    public ReadOnlyMemory<byte> Tile(int index, int column, int row, CancellationToken token) =>
        new byte[] { (byte)index, (byte)column, (byte)row };

    public MarksAnswer Marks(int index) => new(
        7, [new MarkRow("a", 1.5, 2, "particle")], new ScoredPlaces([3], [4], [0.5]), [[0, 1, 2]], [8, 8]);

    public long Edit(string client, IReadOnlyList<EditOperation> edits)
    {
        Calls.AddRange(edits.Select(
            edit => $"{client} {edit.Op} {edit.Mark} {edit.Mic} {edit.X} {edit.Y} {edit.Kind}"));
        return Calls.Count;
    }

    public UndoAnswer Undo(int? index, bool isRedo)
    {
        Calls.Add($"{(isRedo ? "redo" : "undo")} {index}");
        return new UndoAnswer(Calls.Count, [new EditOperation("e", "remove", "m", 0)], "added a particle");
    }

    public JobAnswer Begin(JobRequest request)
    {
        Calls.Add($"begin {request.Kind} {request.Settings?.Labels} {request.Settings?.Classes}");
        return Job("1")!;
    }

    public JobAnswer? Job(string id) => id == "1"
        ? new JobAnswer(
            "1", "train", "running", "learning", 3, 10, 2.5, null, null, 1, [new CurvePointAnswer(3, 0.5, null)])
        : null;

    public bool Stop(string id)
    {
        Calls.Add($"stop {id}");
        return id == "1";
    }

    public GalleryAnswer Gallery(string kind, int from, int count) =>
        new([new GalleryItem("g1", 0, 1, 2, 0.5)], 1, 64);

    public ReadOnlyMemory<byte> Crops(IReadOnlyList<string> ids, CancellationToken token) =>
        new byte[ids.Count * 64 * 64];

    public long Judge(GalleryRequest request)
    {
        Calls.AddRange(request.Marks.Select(mark => $"judge {request.Kind} {mark.Id} {mark.State}"));
        return Calls.Count;
    }

    public ExportAnswer Export(ExportRequest request, CancellationToken token)
    {
        Calls.Add($"export {string.Join('+', request.Formats)} {request.Threshold} {request.Out}");
        return new ExportAnswer(["a.star"], "deepem pick");
    }

    public string? Exported(string name) => name == "a.star" ? Path.Combine(root, name) : null;

    public CommandAnswer Command(double? threshold) => new($"deepem pick --threshold {threshold}", null, null);

    public ChannelReader<StreamEvent> Events(long? lastSeen, CancellationToken token) => _events.Reader;

    private string[] Column(string value) => [.. Enumerable.Repeat(value, Count)];
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using DeepEM.Cli.Web.Wire;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Jobs;
using DeepEM.Engine.Jobs.Serve;
using DeepEM.Engine.Jobs.Serve.Labels;
using DeepEM.Engine.Jobs.Serve.Work;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Viewing;

namespace DeepEM.Cli.Web;

/// <summary>A project of the engine, as a page asks for it.</summary>
internal sealed class EngineProject : IServedProject
{
    private readonly ServedProject _project;
    private readonly EventHub<ServedEvent> _events;
    private readonly Lock _lock = new();
    private Dictionary<string, string> _exported = new(StringComparer.Ordinal);
    private TrainingSource _source = TrainingSource.Labels;

    private EngineProject(ServedProject project, RootedPath paths)
    {
        (_project, Paths) = (project, paths);
        _events = new EventHub<ServedEvent>(
            new EngineEvents(project, Project).Of,
            id => PageEvents.Project(id, Project()),
            DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        _project.Happened += _events.Add;
    }

    /// <inheritdoc/>
    public string? ReadOnlyReason => _project.ReadOnlyReason;

    /// <inheritdoc/>
    public RootedPath Paths { get; }

    /// <inheritdoc/>
    public int Count => _project.Count;

    /// <summary>Opens a project, or makes it.</summary>
    /// <param name="request">Which.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "End, which the command calls, disposes of it.")]
    public static IServedProject Open(ProjectRequest request)
    {
        RootedPath paths = new(request.Roots);
        return new EngineProject(
            ServedProject.Open(
                request.Folder, request.Micrographs, request.IsReadOnly, request.Device, request.Threads),
            paths);
    }

    /// <inheritdoc/>
    public ProjectAnswer Project()
    {
        ProjectState state = _project.State;
        double? pixelSize = state.PixelSize;
        int picked = 0;
        int failed = 0;
        double? header = null;
        for (int index = 0; index < _project.Count; index++)
        {
            ServedMicrograph one = _project.Micrograph(index);
            header ??= one.PixelSize;
            picked += one.State == ServedState.Picked ? 1 : 0;
            failed += one.State == ServedState.Failed ? 1 : 0;
        }

        return new ProjectAnswer(
            state.Id,
            ProductVersion.Text,
            Path.GetFileName(_project.Folders.Root),
            _project.Folders.Root,
            _project.Count,
            pixelSize ?? header,
            pixelSize is not null ? "given" : header is not null ? "file" : null,
            state.Diameter,
            state.Contrast switch
            {
                ParticleContrast.Dark => "dark",
                ParticleContrast.Bright => "light",
                _ => "auto",
            },
            state.Model == 0
                ? new ModelAnswer("the general model", "general", 0)
                : new ModelAnswer(Numbered("models", state.Model), "trained", state.Model),
            state.Picks == 0 ? null : new PicksAnswer(state.Picks, picked, failed),
            state.Classes == 0 ? null : new ClassesAnswer(state.Classes),
            _project.Threshold,
            JsonElement.Parse(state.View),
            _project.LastEdit,
            _project.IsReadOnly,
            _project.ReadOnlyReason,
            _project.Jobs.Busy is { } job ? EngineWords.Of(job) : null,
            state.Inputs);
    }

    /// <inheritdoc/>
    public ProjectAnswer Change(ProjectPatch patch)
    {
        Require(patch.Diameter is null or (> 0 and <= 100_000), "diameter is not a number of angstrom above 0");
        Require(patch.PixelSize is null or (> 0 and <= 1000), "pixelSize is not a number of angstrom above 0");
        Require(patch.Threshold is null or (>= 0 and <= 1), "threshold is not a number from 0 to 1");
        Require(patch.Contrast is null or "auto" or "dark" or "light", "contrast is not one of auto, dark and light");
        _project.Change(state => state with
        {
            Diameter = patch.Diameter ?? state.Diameter,
            PixelSize = patch.PixelSize ?? state.PixelSize,
            Threshold = patch.Threshold ?? state.Threshold,
            Contrast = patch.Contrast switch
            {
                "dark" => ParticleContrast.Dark,
                "light" => ParticleContrast.Bright,
                "auto" => null,
                _ => state.Contrast,
            },
            View = patch.View?.GetRawText() ?? state.View,
        });
        return Project();
    }

    /// <inheritdoc/>
    public int MicrographsIn(string folder)
    {
        try
        {
            return MicrographList.Expand([folder], TextReader.Null, []).Count;
        }
        catch (InvalidFileException)
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public JobAnswer Add(IReadOnlyList<string> inputs)
    {
        // A list may name files anywhere.
        foreach (MicrographSource source in MicrographList.Expand(inputs, TextReader.Null, []))
        {
            _ = Paths.Resolve(Path.GetFullPath(source.Path));
        }

        return EngineWords.Of(_project.Add(inputs));
    }

    /// <inheritdoc/>
    public MicrographsAnswer Micrographs()
    {
        MicrographEvent[] rows = [.. _project.Micrographs().Select((figures, index) => EngineWords.Of(index, figures))];
        ServedMicrograph[] all = [.. Enumerable.Range(0, rows.Length).Select(_project.Micrograph)];
        return new MicrographsAnswer(
            rows.Length,
            [.. all.Select(one => Path.GetFileName(one.Source.Path))],
            [.. rows.Select(row => row.Width)],
            [.. rows.Select(row => row.Height)],
            [.. rows.Select(row => row.State)],
            [.. rows.Select(row => row.Reason)],
            [.. rows.Select(row => row.Labels)],
            [.. rows.Select(row => row.Rejected)],
            [.. rows.Select(row => row.Picks)],
            [.. rows.Select(row => row.Score)],
            [.. all.Select(one => EngineWords.Finite(one.Defocus))],
            [.. rows.Select(row => row.Masked)]);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Counts() => _project.CountBytes();

    /// <inheritdoc/>
    public (ReadOnlyMemory<byte> Bytes, IReadOnlyList<int> Missing) Thumbs(int from, int count) =>
        _project.Thumbnails(from, count);

    /// <inheritdoc/>
    public PlaneAnswer Plane(int index, CancellationToken token)
    {
        string path = _project.Micrograph(index).Source.Path;
        FileInfo file = new(path);
        DisplayPlane plane = _project.Planes.Plane(path, token);
        return new PlaneAnswer(
            plane.Pixels,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{plane.Width},{plane.Height},{plane.Bin},{plane.PlaneWidth},{plane.PlaneHeight},")
                + string.Create(CultureInfo.InvariantCulture, $"{plane.Low},{plane.High}"),
            string.Create(CultureInfo.InvariantCulture, $"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}"));
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Tile(int index, int column, int row, CancellationToken token) =>
        _project.Planes.Tile(_project.Micrograph(index).Source.Path, column, row, token);

    /// <inheritdoc/>
    public MarksAnswer Marks(int index)
    {
        (long number, IReadOnlyList<Label> labels) = _project.LabelsOf(index);
        (IReadOnlyList<Particle> Places, IReadOnlyList<int[]> Masked, int Columns, int Rows)? found =
            _project.Jobs.Found(index);
        return new MarksAnswer(
            number,
            [.. labels.Select(EngineWords.Of)],
            found is { } picks
                ? new ScoredPlaces(
                    [.. picks.Places.Select(place => place.X)],
                    [.. picks.Places.Select(place => place.Y)],
                    [.. picks.Places.Select(place => place.FigureOfMerit)])
                : null,
            found?.Masked ?? [],
            found is { } shape ? [shape.Columns, shape.Rows] : [0, 0]);
    }

    /// <inheritdoc/>
    public long Edit(string client, IReadOnlyList<EditOperation> edits) => _project.Edit(
        client, [.. edits.Select(edit => EngineWords.Of(edit, _project.Micrograph(edit.Mic).Output))]);

    /// <inheritdoc/>
    public UndoAnswer Undo(int? index, bool isRedo)
    {
        // The page that asks gets its answer; as an event it is for all, that one too, which knows the edits by name.
        (long number, IReadOnlyList<LabelEdit> edits) = _project.Undo("", index, isRedo);
        string name = edits.Count > 0 ? Path.GetFileName(_project.Micrograph(IndexOf(edits[0])).Source.Path) : "";
        return new UndoAnswer(
            number,
            [.. edits.Select(edit => EngineWords.Of(edit, IndexOf(edit)))],
            EngineWords.What(edits, isRedo, name));
    }

    /// <inheritdoc/>
    public JobAnswer Begin(JobRequest request) => EngineWords.Of(request.Kind switch
    {
        "preview" => _project.Jobs.Preview(request.Settings?.Micrographs ?? []),
        "train" => Train(request.Settings),
        "pick" => _project.Jobs.Pick(number => ProjectCommands.Pick(_project, null, number)),
        "classes" => _project.Jobs.Classify(number => ProjectCommands.Classify(_project, number)),
        _ => _project.Add([.. _project.State.Inputs]),
    });

    /// <inheritdoc/>
    public JobAnswer? Job(string id) =>
        _project.Jobs.Find(id) is { } job ? EngineWords.Of(job, isWhole: true) : null;

    /// <inheritdoc/>
    public bool Stop(string id) => _project.Jobs.Stop(id);

    /// <inheritdoc/>
    public GalleryAnswer Gallery(string kind, int from, int count)
    {
        IReadOnlyList<GalleryPicture> all = _project.Gallery.Of(Kind(kind));
        return new GalleryAnswer(
            [
                .. all.Skip(from).Take(count)
                    .Select(picture => EngineWords.Of(picture, _project.Gallery.MarkOf(picture.Id))),
            ],
            all.Count,
            ProjectGallery.Side);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Crops(IReadOnlyList<string> ids, CancellationToken token) =>
        _project.Gallery.Crops(ids, token);

    /// <inheritdoc/>
    public long Judge(GalleryRequest request) => _project.Gallery.Judge(
        Kind(request.Kind),
        [
            .. request.Marks.Select(mark => (mark.Id, mark.State switch
            {
                "good" => GalleryMark.Good,
                "bad" => GalleryMark.Bad,
                "unsure" => GalleryMark.Unsure,
                _ => (GalleryMark?)null,
            })),
        ]);

    /// <inheritdoc/>
    public ExportAnswer Export(ExportRequest request, CancellationToken token)
    {
        CoordinateFormat[] formats = [.. request.Formats.Distinct().Select(Format)];
        OutputFolder.Make(request.Out);
        IReadOnlyList<string> files = ProjectExport.Run(
            _project, formats, request.Threshold, request.Out, request.Model, new JobContext { Cancellation = token });
        Dictionary<string, string> exported = new(StringComparer.Ordinal);
        foreach (string file in files)
        {
            string path = Path.GetFullPath(file, request.Out);
            exported[Path.GetRelativePath(request.Out, path).Replace('\\', '/')] = path;
        }

        lock (_lock)
        {
            _exported = exported;
        }

        IEnumerable<string> lines = request.Formats.Distinct().Select((name, at) => ProjectCommands.Line(
            ProjectCommands.Select(
                _project,
                request.Threshold,
                name == "star" ? "relion" : name,
                ProjectExport.FolderOf(request.Out, formats[at], formats.Length))));
        return new ExportAnswer([.. exported.Keys], string.Join('\n', lines));
    }

    /// <inheritdoc/>
    public string? Exported(string name)
    {
        lock (_lock)
        {
            return _exported.GetValueOrDefault(name);
        }
    }

    /// <inheritdoc/>
    public CommandAnswer Command(double? threshold)
    {
        ProjectState state = _project.State;
        string pick = ProjectCommands.Line(ProjectCommands.Pick(_project, threshold, Math.Max(1, state.Picks)));
        if (state.Model == 0)
        {
            return new CommandAnswer(pick, null, pick);
        }

        TrainingSource source = _source == TrainingSource.Labels && _project.CountLabels(LabelKind.Particle) == 0
            ? TrainingSource.Nothing
            : _source;
        string train = ProjectCommands.Line(ProjectCommands.Train(_project, source, state.Model));
        return new CommandAnswer($"{train}\n{pick}", train, pick);
    }

    /// <inheritdoc/>
    public ChannelReader<StreamEvent> Events(long? lastSeen, CancellationToken token) => _events.Open(lastSeen, token);

    /// <inheritdoc/>
    public void End()
    {
        _project.Dispose();
        _events.End();
    }

    private ServedJob Train(JobSettings? settings)
    {
        _source = settings?.Classes == true ? TrainingSource.Classes
            : settings?.Labels == false ? TrainingSource.Nothing
            : TrainingSource.Labels;
        TrainingSource source = _source;
        return _project.Jobs.Train(source, number => ProjectCommands.Train(_project, source, number));
    }

    private int IndexOf(LabelEdit edit) => _project.TryFind(edit.Micrograph, out int index) ? index : -1;

    private static GalleryKind Kind(string kind) => kind switch
    {
        "doubtful" => GalleryKind.Doubtful,
        "missed" => GalleryKind.Missed,
        _ => GalleryKind.Classes,
    };

    private static CoordinateFormat Format(string name) => name switch
    {
        "box" => CoordinateFormat.Box,
        "cbox" => CoordinateFormat.Cbox,
        "cs" => CoordinateFormat.CryoSparc,
        _ => CoordinateFormat.Relion,
    };

    private static string Numbered(string what, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}/{number:000}");

    private static void Require(bool isRight, string otherwise)
    {
        if (!isRight)
        {
            throw RequestException.Bad(otherwise);
        }
    }
}

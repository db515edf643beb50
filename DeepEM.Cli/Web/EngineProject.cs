using System.Text.Json;
using System.Threading.Channels;
using DeepEM.Cli.Web.Wire;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs;
using DeepEM.Engine.Jobs.Serve;
using DeepEM.Engine.Jobs.Serve.Labels;
using DeepEM.Engine.Jobs.Serve.Work;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Viewing;

namespace DeepEM.Cli.Web;

/// <summary>A project of the engine in the words of the wire.</summary>
internal sealed class EngineProject : IServedProject
{
    private readonly ServedProject _project;
    private readonly ProjectCommands _commands;
    private readonly EventLog _events;
    private readonly Dictionary<string, string> _exported = new(StringComparer.Ordinal);

    private EngineProject(ServedProject project, ProjectRequest request)
    {
        _project = project;
        _commands = new ProjectCommands(project, request.Device);
        _events = new EventLog(project, this);
        Paths = new RootedPath(request.Roots);
    }

    /// <inheritdoc/>
    public string? ReadOnlyReason => _project.ReadOnlyReason;

    /// <inheritdoc/>
    public RootedPath Paths { get; }

    /// <inheritdoc/>
    public int Count => _project.Count;

    /// <summary>Opens a project.</summary>
    /// <param name="request">Which.</param>
    /// <exception cref="NoticedException">It cannot be read, or another program has it.</exception>
    /// <exception cref="IOException">Its folder cannot be written to.</exception>
    public static IServedProject Open(ProjectRequest request) => new EngineProject(
        ServedProject.Open(request.Folder, request.Micrographs, request.IsReadOnly, request.Device, request.Threads),
        request);

    /// <inheritdoc/>
    public ProjectAnswer Project()
    {
        ProjectState state = _project.State;
        (double? pixelSize, string? source) = PixelSize(state);
        IReadOnlyList<(ServedMicrograph Micrograph, int Particles, int Negatives, int Picks)> all = _project.Micrographs();
        return new ProjectAnswer(
            state.Id,
            ProductVersion.Text,
            Path.GetFileName(_project.Folders.Root),
            _project.Folders.Root,
            all.Count,
            pixelSize,
            source,
            state.Diameter,
            WireWords.Of(state.Contrast),
            state.Model > 0
                ? new ModelAnswer($"model {state.Model}", "trained", state.Model)
                : state.Diameter is null ? null : new ModelAnswer("general model", "general", 0),
            state.Picks == 0 ? null : new PicksAnswer(
                state.Picks,
                all.Count(each => each.Micrograph.State == ServedState.Picked),
                all.Count(each => each.Micrograph.State == ServedState.Failed)),
            state.Classes == 0 ? null : new ClassesAnswer(state.Classes),
            _project.Threshold,
            JsonElement.Parse(state.View),
            _project.LastEdit,
            _project.IsReadOnly,
            ReadOnlyReason,
            _project.Jobs.Busy is { } busy ? WireWords.Of(busy) : null,
            state.Inputs);
    }

    /// <inheritdoc/>
    public ProjectAnswer Change(ProjectPatch patch)
    {
        _project.Change(state => state with
        {
            Diameter = patch.Diameter ?? state.Diameter,
            PixelSize = patch.PixelSize ?? state.PixelSize,
            Threshold = patch.Threshold ?? state.Threshold,
            Contrast = patch.Contrast is { } contrast ? WireWords.Contrast(contrast) : state.Contrast,
            View = patch.View?.GetRawText() ?? state.View,
        });
        return Project();
    }

    /// <inheritdoc/>
    public int MicrographsIn(string folder)
    {
        try
        {
            return MicrographList.Expand([folder], TextReader.Null).Count;
        }
        catch (InvalidFileException)
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public JobAnswer Add(IReadOnlyList<string> inputs) => WireWords.Of(_project.Add(inputs));

    /// <inheritdoc/>
    public MicrographsAnswer Micrographs()
    {
        (ServedMicrograph Micrograph, int Particles, int Negatives, int Picks)[] all = [.. _project.Micrographs()];
        return new MicrographsAnswer(
            all.Length,
            Column(each => each.Micrograph.Source.Name),
            Column(each => each.Micrograph.Width),
            Column(each => each.Micrograph.Height),
            Column(each => WireWords.Of(each.Micrograph.State)),
            Column(each => each.Micrograph.Reason),
            Column(each => each.Particles),
            Column(each => each.Negatives),
            Column(each => each.Picks),
            Column(each => each.Micrograph.Score),
            Column(each => each.Micrograph.Defocus),
            Column(each => each.Micrograph.Masked));

        T[] Column<T>(Func<(ServedMicrograph Micrograph, int Particles, int Negatives, int Picks), T> value) =>
            [.. all.Select(value)];
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
        DisplayPlane plane = _project.Planes.Plane(path, token);
        return new PlaneAnswer(
            plane.Pixels,
            FormattableString.Invariant(
                $"{plane.Width},{plane.Height},{plane.Bin},{plane.PlaneWidth},{plane.PlaneHeight},{plane.Low:R},{plane.High:R}"),
            WireWords.TagOf(path));
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Tile(int index, int column, int row, CancellationToken token) =>
        _project.Planes.Tile(_project.Micrograph(index).Source.Path, column, row, token);

    /// <inheritdoc/>
    public MarksAnswer Marks(int index)
    {
        (long number, IReadOnlyList<Label> labels) = _project.LabelsOf(index);
        MarkRow[] rows = [.. labels.Select(label => new MarkRow(label.Id, label.X, label.Y, WireWords.Of(label.Kind)))];
        return _project.Jobs.Found(index) is { } found
            ? new MarksAnswer(
                number,
                rows,
                new ScoredPlaces(
                    [.. found.Places.Select(place => place.X)],
                    [.. found.Places.Select(place => place.Y)],
                    [.. found.Places.Select(place => place.FigureOfMerit)]),
                found.Masked,
                [found.Columns, found.Rows])
            : new MarksAnswer(number, rows, null, [], [0, 0]);
    }

    /// <inheritdoc/>
    public long Edit(string client, IReadOnlyList<EditOperation> edits) => _project.Edit(
        client, [.. edits.Select(edit => WireWords.Of(edit, _project.Micrograph(edit.Mic).Output))]);

    /// <inheritdoc/>
    public UndoAnswer Undo(int? index, bool isRedo)
    {
        (long number, IReadOnlyList<LabelEdit> edits) = _project.Undo("undo", index, isRedo);
        return new UndoAnswer(
            number,
            [.. Operations(edits)],
            edits.Count == 0 ? null : $"{WireWords.What(edits)} on {edits[0].Micrograph}");
    }

    /// <inheritdoc/>
    public JobAnswer Begin(JobRequest request)
    {
        ProjectJobs jobs = _project.Jobs;
        try
        {
            return WireWords.Of(request.Kind switch
            {
                "preview" => jobs.Preview(request.Settings?.Micrographs ?? []),
                "train" => jobs.Train(SourceOf(request.Settings), _commands.Train(SourceOf(request.Settings))),
                "pick" => jobs.Pick(_commands.Pick()),
                "classes" => jobs.Classify(_commands.Classify()),
                _ => _project.Add(_project.State.Inputs),
            });
        }
        catch (BusyException exception)
        {
            throw new RequestException(409, "Under way", exception.Message);
        }
    }

    /// <inheritdoc/>
    public JobAnswer? Job(string id) => _project.Jobs.Find(id) is { } job
        ? WireWords.Of(job) with
        {
            Curve = [.. job.Curve.Select(point => new CurvePointAnswer(point.Step, point.TrainingLoss, point.HeldOutLoss))],
            Result = job.Result is { } result ? WireWords.Of(result) : null,
        }
        : null;

    /// <inheritdoc/>
    public bool Stop(string id) => _project.Jobs.Stop(id);

    /// <inheritdoc/>
    public GalleryAnswer Gallery(string kind, int from, int count)
    {
        IReadOnlyList<GalleryPicture> all = _project.Gallery.Of(WireWords.Gallery(kind));
        return new GalleryAnswer(
            [.. all.Skip(from).Take(count).Select(one => WireWords.Of(one, _project.Gallery.MarkOf(one.Id)))],
            all.Count,
            ProjectGallery.Side);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Crops(IReadOnlyList<string> ids, CancellationToken token) =>
        _project.Gallery.Crops(ids, token);

    /// <inheritdoc/>
    public long Judge(GalleryRequest request) => _project.Gallery.Judge(
        WireWords.Gallery(request.Kind), [.. request.Marks.Select(mark => (mark.Id, WireWords.Mark(mark.State)))]);

    /// <inheritdoc/>
    public ExportAnswer Export(ExportRequest request, CancellationToken token)
    {
        CoordinateFormat[] formats = [.. request.Formats.Select(WireWords.Format)];
        IReadOnlyList<string> files = ProjectExport.Run(
            _project,
            formats,
            request.Threshold,
            request.Out,
            request.Model,
            JobContext.Silent with { Cancellation = token });
        string[] names = [.. files.Select(file => Path.GetRelativePath(request.Out, file))];
        lock (_exported)
        {
            _exported.Clear();
            foreach ((string name, string file) in names.Zip(files))
            {
                _exported[name] = file;
            }
        }

        return new ExportAnswer(names, _commands.Export(formats, request.Threshold, request.Out));
    }

    /// <inheritdoc/>
    public string? Exported(string name)
    {
        lock (_exported)
        {
            return _exported.GetValueOrDefault(name);
        }
    }

    /// <inheritdoc/>
    public CommandAnswer Command(double? threshold) => _commands.All(threshold);

    /// <inheritdoc/>
    public ChannelReader<StreamEvent> Events(long? lastSeen, CancellationToken token) => _events.Read(lastSeen, token);

    /// <inheritdoc/>
    public void End() => _project.Dispose();

    /// <summary>Edits in the words of the wire; those of micrographs that are not in the list are left out.</summary>
    /// <param name="edits">The edits.</param>
    internal IEnumerable<EditOperation> Operations(IEnumerable<LabelEdit> edits) => edits.SelectMany(edit =>
        _project.TryFind(edit.Micrograph, out int index) ? new[] { WireWords.Of(edit, index) } : []);

    private static TrainingSource SourceOf(JobSettings? settings) =>
        settings?.Classes == true ? TrainingSource.Classes
        : settings?.Labels == false ? TrainingSource.Nothing
        : TrainingSource.Labels;

    private (double? Angstrom, string? Source) PixelSize(ProjectState state)
    {
        if (state.PixelSize is { } given)
        {
            return (given, "given");
        }

        double? header = _project.Count == 0 ? null : _project.Micrograph(0).PixelSize;
        return (header, header is null ? null : "header");
    }
}

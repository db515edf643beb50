using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Serve.Labels;
using DeepEM.Engine.Jobs.Serve.Work;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Viewing;

namespace DeepEM.Engine.Jobs.Serve;

/// <summary>A folder of micrographs that a person labels, trains on, picks and sorts. Safe for several threads.
/// </summary>
/// <remarks>
/// What its folder has is what commands read and write, so a project can be left at any time and gone on with by hand.
/// Nothing of it is in memory only: edits are on the disk when they are answered, jobs go on from what they left.
/// </remarks>
public sealed class ServedProject : IDisposable
{
    // The general model's threshold does not depend on the diameter.
    private const double AnyDiameter = 100;
    private const long MostCachedBytes = 256L << 20;

    private readonly Lock _lock = new();
    private readonly ProjectLock? _owner;
    private readonly ProjectLabels _labels;
    private readonly ThumbnailFile? _thumbnails;
    private readonly Queue<int> _wanted = new();
    private ProjectState _state;
    private (int Number, PickingModel Model)? _model;

    private ServedProject(
        string folder, ProjectLock? owner, ProjectState state, string? readOnlyReason, string device, int threads)
    {
        Folders = new ProjectFolders(folder);
        (_owner, _state, ReadOnlyReason) = (owner, state, readOnlyReason);
        if (!IsReadOnly)
        {
            OutputFolder.Make(Folders.Cache);
        }

        _labels = new ProjectLabels(Folders, IsReadOnly, TimeProvider.System, Raise);
        _thumbnails = IsReadOnly && !File.Exists(Folders.Thumbnails)
            ? null
            : ThumbnailFile.Open(Folders.Thumbnails, IsReadOnly);
        Planes = new PlaneCache(MostCachedBytes, MicrographReading.Default);
        Jobs = new ProjectJobs(this, new DeviceWork(device, threads), Raise);
        Gallery = new ProjectGallery(this);
    }

    /// <summary>Told of everything that happens, by many threads; must return at once.</summary>
    public event Action<ServedEvent>? Happened;

    /// <summary>Where its parts lie.</summary>
    public ProjectFolders Folders { get; }

    /// <summary>Why nothing can be changed; null where it can.</summary>
    public string? ReadOnlyReason { get; }

    /// <summary>Whether nothing can be changed.</summary>
    public bool IsReadOnly => ReadOnlyReason is not null;

    /// <summary>Its jobs.</summary>
    public ProjectJobs Jobs { get; }

    /// <summary>Doubtful picks, missed ones, classes.</summary>
    public ProjectGallery Gallery { get; }

    /// <summary>Pictures of micrographs.</summary>
    public PlaneCache Planes { get; }

    /// <summary>What it is made of.</summary>
    public ProjectState State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    /// <summary>How many micrographs it has; the number only grows.</summary>
    public int Count => Catalogue.Count;

    /// <summary>Number of the last edit of labels.</summary>
    public long LastEdit => _labels.Last;

    /// <summary>Least figure of merit of a pick.</summary>
    public double Threshold => State.Threshold ?? Model.Threshold;

    /// <summary>The model that picks.</summary>
    public PickingModel Model
    {
        get
        {
            lock (_lock)
            {
                if (_model is not { } known || known.Number != _state.Model)
                {
                    known = (
                        _state.Model,
                        _state.Model == 0
                            ? GeneralModel.For(_state.Diameter ?? AnyDiameter)
                            : ModelFile.Read(Folders.Model(_state.Model)));
                    _model = known;
                }

                return known.Model;
            }
        }
    }

    /// <summary>The file of the model; null for the general one.</summary>
    public string? ModelPath => State.Model == 0 ? null : Folders.Model(State.Model);

    /// <summary>Side of a box round a particle, pixels of the first micrograph; null where its pixel size is not known.
    /// </summary>
    public int? BoxSize
    {
        get
        {
            double pixelSize = State.PixelSize ?? (Count == 0 ? null : Catalogue[0].PixelSize) ?? 0;
            return pixelSize > 0 ? Model.BoxSizeAt(pixelSize) : null;
        }
    }

    /// <summary>The micrographs.</summary>
    internal MicrographCatalogue Catalogue { get; } = new();

    /// <summary>Their picks at each threshold.</summary>
    internal ScoreCounts Counts { get; } = new();

    /// <summary>The labels.</summary>
    internal ProjectLabels Labels => _labels;

    /// <summary>Opens a project, or makes it.</summary>
    /// <param name="folder">Its folder; made when missing.</param>
    /// <param name="inputs">Files, folders, patterns and lists of micrographs beside those it has.</param>
    /// <param name="isReadOnly">Whether nothing is to be changed.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="threads">Threads of the CPU.</param>
    /// <returns>The project.</returns>
    /// <exception cref="SettingsException">Another program has it, and it is to be changed.</exception>
    /// <exception cref="InvalidFileException">It cannot be read, or the inputs cannot.</exception>
    /// <exception cref="IOException">Its folder cannot be written to.</exception>
    public static ServedProject Open(
        string folder, IReadOnlyList<string> inputs, bool isReadOnly, string device, int threads)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(inputs);
        ProjectLock? owner = null;
        try
        {
            owner = isReadOnly ? null : Own(folder);
            ProjectState state = ProjectState.Read(folder) ?? new ProjectState(Guid.NewGuid().ToString("N")[..12], []);
            ServedProject project = new(
                folder, owner, state, isReadOnly ? "it was opened to look only" : null, device, threads);
            project.Begin(inputs);
            owner = null;
            return project;
        }
        finally
        {
            owner?.Dispose();
        }
    }

    /// <summary>A micrograph, as it stands.</summary>
    /// <param name="index">Its number, from 0.</param>
    public ServedMicrograph Micrograph(int index) => Catalogue[index];

    /// <summary>All micrographs, as they stand, with the numbers of their labels and picks.</summary>
    public IReadOnlyList<(ServedMicrograph Micrograph, int Particles, int Negatives, int Picks)> Micrographs()
    {
        double threshold = Threshold;
        return [.. Catalogue.All().Select((one, index) => Figures(one, index, threshold))];
    }

    /// <summary>A micrograph with the numbers of its labels and picks.</summary>
    /// <param name="index">Its number.</param>
    public (ServedMicrograph Micrograph, int Particles, int Negatives, int Picks) Figures(int index) =>
        Figures(Catalogue[index], index, Threshold);

    /// <summary>Changes its settings.</summary>
    /// <param name="change">Gives them anew.</param>
    /// <exception cref="IOException">They could not be kept.</exception>
    public void Change(Func<ProjectState, ProjectState> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (_lock)
        {
            ProjectState before = _state;
            ProjectState next = change(before);
            next.Write(Folders.Root);
            _state = next;
            if ((before.Diameter, before.PixelSize, before.Contrast, before.Model)
                != (next.Diameter, next.PixelSize, next.Contrast, next.Model))
            {
                _model = null;
                Jobs.ForgetPreviews();
            }
        }

        Raise(new ServedEvent.Changed());
    }

    /// <summary>Adds micrographs.</summary>
    /// <param name="inputs">Files, folders, patterns and lists.</param>
    /// <returns>The job that looks at them.</returns>
    /// <exception cref="InvalidFileException">There are none.</exception>
    public ServedJob Add(IReadOnlyList<string> inputs)
    {
        string[] full = [.. inputs.Select(FullName)];
        ServedJob job = Take(full);
        Change(state => state with { Inputs = [.. state.Inputs.Union(full, StringComparer.Ordinal)] });
        return job;
    }

    /// <summary>The labels of a micrograph, and the number of the last edit that is in them.</summary>
    /// <param name="index">Its number.</param>
    public (long Number, IReadOnlyList<Label> Labels) LabelsOf(int index) => _labels.Of(Catalogue[index].Output);

    /// <summary>How many labels of a kind the project has.</summary>
    /// <param name="kind">The kind.</param>
    public int CountLabels(LabelKind kind) => _labels.Count(micrograph: null, kind);

    /// <inheritdoc cref="ProjectLabels.Edit"/>
    public long Edit(string client, IReadOnlyList<LabelEdit> edits) => _labels.Edit(client, edits);

    /// <summary>Takes the last edit back, or does it again.</summary>
    /// <param name="client">The page that asks.</param>
    /// <param name="index">Only edits of this micrograph; null for all.</param>
    /// <param name="isRedo">Whether it is done again.</param>
    /// <returns>Number of the last edit, and what was done; nothing where there was nothing to take back.</returns>
    /// <exception cref="IOException">It could not be kept.</exception>
    public (long Number, IReadOnlyList<LabelEdit> Edits) Undo(string client, int? index, bool isRedo) =>
        _labels.Undo(client, index is { } one ? Catalogue[one].Output : null, isRedo);

    /// <summary>For each micrograph its picks at 101 thresholds; see <see cref="ScoreCounts.ToBytes"/>.</summary>
    public byte[] CountBytes() => Counts.ToBytes(Count);

    /// <summary>Small pictures, 64 × 64 bytes each.</summary>
    /// <param name="from">The first.</param>
    /// <param name="count">How many.</param>
    /// <returns>The pictures, and which are not made yet; those are made next.</returns>
    public (byte[] Bytes, IReadOnlyList<int> Missing) Thumbnails(int from, int count)
    {
        (byte[] bytes, IReadOnlyList<int> missing) = _thumbnails?.Read(from, count)
            ?? (Grey(count), [.. Enumerable.Range(from, count)]);
        lock (_lock)
        {
            foreach (int index in missing.Except(_wanted))
            {
                _wanted.Enqueue(index);
            }
        }

        return (bytes, missing);
    }

    /// <summary>The number of the micrograph with a name of outputs.</summary>
    /// <param name="output">The name.</param>
    /// <param name="index">Its number.</param>
    public bool TryFind(string output, out int index) => Catalogue.TryFind(output, out index);

    /// <summary>Stops all jobs, writes what waits, and lets others have the project.</summary>
    public void Dispose()
    {
        Jobs.Dispose();
        _labels.Dispose();
        _thumbnails?.Dispose();
        _owner?.Dispose();
    }

    /// <summary>Writes the STAR files of all labels.</summary>
    internal void SaveLabels() => _labels.Save();

    /// <summary>Tells those who listen.</summary>
    /// <param name="what">What happened.</param>
    internal void Raise(ServedEvent what) => Happened?.Invoke(what);

    private static ProjectLock Own(string folder)
    {
        OutputFolder.Make(folder);
        return ProjectLock.TryTake(folder, TimeProvider.System, out string holder) ?? throw new SettingsException(
            folder, NoticeCode.ProjectInUse, $"is open in {holder}, and only one can change it; open it to look only");
    }

    private static byte[] Grey(int count)
    {
        byte[] bytes = new byte[count * ThumbnailFile.SlotBytes];
        bytes.AsSpan().Fill(128);
        return bytes;
    }

    private static string FullName(string input) =>
        input is ['@', .. string list] ? "@" + Path.GetFullPath(list) : Path.GetFullPath(input);

    private (ServedMicrograph Micrograph, int Particles, int Negatives, int Picks) Figures(
        ServedMicrograph one, int index, double threshold) => (
            one,
            _labels.Count(one.Output, LabelKind.Particle),
            _labels.Count(one.Output, LabelKind.Negative),
            Counts.At(index, threshold));

    private void Begin(IReadOnlyList<string> inputs)
    {
        string[] full = [.. inputs.Select(FullName)];
        try
        {
            if (_state.Inputs.Except(full).ToArray() is { Length: > 0 } known)
            {
                Take(known);
            }
        }
        catch (NoticedException exception) when (full.Length > 0)
        {
            // What was taken away since must not keep what is named now from being opened.
            Raise(new ServedEvent.Told(Notice.Failure(exception)));
        }

        if (full.Length > 0)
        {
            Take(full);
        }

        _state = _state with { Inputs = [.. _state.Inputs.Union(full, StringComparer.Ordinal)] };
        if (!IsReadOnly)
        {
            _state.Write(Folders.Root);
        }

        Jobs.LoadPicks();
    }

    private ServedJob Take(IReadOnlyList<string> inputs)
    {
        List<Notice> notices = [];
        IReadOnlyList<MicrographSource> sources =
            MicrographList.Expand(inputs, TextReader.Null, notices, keepsRows: true);
        (IReadOnlyList<int> added, IReadOnlyList<Notice> refused) = Catalogue.Add(sources);
        foreach (Notice notice in notices.Concat(refused))
        {
            Raise(new ServedEvent.Told(notice));
        }

        if (!IsReadOnly)
        {
            PicturedFiles.Match(
                Folders.PicturedFiles,
                _thumbnails!,
                [.. Catalogue.All().Select(each => Path.GetFullPath(each.Source.Path))]);
        }

        Raise(new ServedEvent.Changed());
        return Jobs.Measure(added, IsReadOnly ? null : _thumbnails, NextWanted);
    }

    private bool NextWanted(out int index)
    {
        lock (_lock)
        {
            return _wanted.TryDequeue(out index);
        }
    }
}

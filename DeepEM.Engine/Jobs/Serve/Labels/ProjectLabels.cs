using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Jobs.Serve.Labels;

/// <summary>The labels of a project: what is edited is in the journal at once, and a second later in STAR files.
/// Safe for several threads.</summary>
internal sealed class ProjectLabels : IDisposable
{
    private static readonly TimeSpan _delay = TimeSpan.FromSeconds(1);

    // As far as places are written in a STAR file.
    private const double SamePlace = 0.01;

    private readonly Lock _lock = new();
    private readonly EditJournal _journal;
    private readonly LabelFiles _files;
    private readonly Action<ServedEvent> _tell;
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly ITimer? _timer;

    /// <summary>Opens the labels of a project.</summary>
    /// <param name="folders">Where they are.</param>
    /// <param name="isReadOnly">Whether nothing is written.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="tell">Told of edits and of what is saved.</param>
    /// <exception cref="InvalidFileException">They cannot be read.</exception>
    /// <exception cref="IOException">They cannot be written.</exception>
    public ProjectLabels(ProjectFolders folders, bool isReadOnly, TimeProvider clock, Action<ServedEvent> tell)
    {
        _journal = EditJournal.Open(folders.Journal);
        _files = new LabelFiles(folders.Root);
        _tell = tell;
        if (!isReadOnly)
        {
            // What others have written, and what was answered and not written when the program was killed.
            _waiting.UnionWith(_files.Micrographs());
            _waiting.UnionWith(_journal.Book.Micrographs);
            Save();
            _timer = clock.CreateTimer(_ => SaveOrTell(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Number of the last edit.</summary>
    public long Last
    {
        get
        {
            lock (_lock)
            {
                return _journal.Last;
            }
        }
    }

    /// <summary>Folder of the STAR files of particles.</summary>
    public string Particles => _files.Particles;

    /// <summary>Folder of the STAR files of places without a particle; null where there is none.</summary>
    public string? Negatives => Directory.Exists(_files.Negatives)
        && Directory.EnumerateFiles(_files.Negatives, "*.star", SearchOption.AllDirectories).Any()
            ? _files.Negatives
            : null;

    /// <summary>The labels of a micrograph, and the number of the last edit that is in them.</summary>
    /// <param name="micrograph">Name of its outputs.</param>
    public (long Number, IReadOnlyList<Label> Labels) Of(string micrograph)
    {
        lock (_lock)
        {
            return (_journal.Last, [.. _journal.Book.Of(micrograph)]);
        }
    }

    /// <summary>How many labels of a kind there are.</summary>
    /// <param name="micrograph">Name of the micrograph's outputs; null for all micrographs.</param>
    /// <param name="kind">The kind.</param>
    public int Count(string? micrograph, LabelKind kind)
    {
        lock (_lock)
        {
            return micrograph is null
                ? _journal.Book.Micrographs.Sum(each => _journal.Book.Count(each, kind))
                : _journal.Book.Count(micrograph, kind);
        }
    }

    /// <summary>Does edits; they are on the disk when this returns.</summary>
    /// <param name="client">The page they come from.</param>
    /// <param name="edits">The edits.</param>
    /// <returns>Number of the last edit.</returns>
    /// <exception cref="IOException">They could not be kept; then none is done.</exception>
    public long Edit(string client, IReadOnlyList<LabelEdit> edits) => Do(() => _journal.Add(client, edits));

    /// <summary>Takes the last edit back, or does it again.</summary>
    /// <param name="client">The page that asks.</param>
    /// <param name="micrograph">Only edits of this one; null for all.</param>
    /// <param name="isRedo">Whether it is done again.</param>
    /// <returns>Number of the last edit, and what was done; nothing where there was nothing to take back.</returns>
    /// <exception cref="IOException">It could not be kept.</exception>
    public (long Number, IReadOnlyList<LabelEdit> Edits) Undo(string client, string? micrograph, bool isRedo)
    {
        LabelStep? step = null;
        long number = Do(() => step = isRedo
            ? _journal.Redo(client, micrograph)
            : _journal.Undo(client, micrograph));
        return (number, step?.Edits ?? []);
    }

    /// <summary>Writes the STAR files of what was edited.</summary>
    /// <exception cref="IOException">One could not be written; it is tried again with the next.</exception>
    public void Save()
    {
        lock (_lock)
        {
            foreach (string micrograph in _waiting.ToArray())
            {
                TakeOver(micrograph);
                _files.Write(micrograph, _journal.Book.Of(micrograph));
                _waiting.Remove(micrograph);
            }

            _tell(new ServedEvent.Saved(_journal.Last));
        }
    }

    /// <summary>Writes what waits.</summary>
    public void Dispose()
    {
        if (_timer is not null)
        {
            _timer.Dispose();
            SaveOrTell();
        }
    }

    private long Do(Func<LabelStep?> edit)
    {
        lock (_lock)
        {
            if (edit() is { } step)
            {
                Note(step);
                _timer?.Change(_delay, Timeout.InfiniteTimeSpan);
            }

            return _journal.Last;
        }
    }

    private void Note(LabelStep step)
    {
        _waiting.UnionWith(step.Edits.Select(each => each.Micrograph));
        _tell(new ServedEvent.Edited(step.Number, step.Client, step.Edits));
    }

    private void SaveOrTell()
    {
        try
        {
            Save();
        }
        catch (Exception exception) when (exception is IOException or NoticedException)
        {
            // Edits are safe in the journal; the next edit, job or end writes the files.
            _tell(new ServedEvent.Told(Notice.Warning(string.Empty, NoticeCode.NotSaved, exception.Message)));
            _timer?.Change(_delay, Timeout.InfiniteTimeSpan);
        }
    }

    // A file that another program has changed becomes one edit, which can be taken back as any other.
    private void TakeOver(string micrograph)
    {
        List<LabelEdit> edits = [];
        foreach (LabelKind kind in Enum.GetValues<LabelKind>())
        {
            if (_files.Changed(micrograph, kind) is not { } places)
            {
                continue;
            }

            List<Particle> fresh = [.. places];
            foreach (Label label in _journal.Book.Of(micrograph).Where(label => label.Kind == kind))
            {
                int at = fresh.FindIndex(place =>
                    Math.Abs(place.X - label.X) < SamePlace && Math.Abs(place.Y - label.Y) < SamePlace);
                if (at >= 0)
                {
                    fresh.RemoveAt(at);
                }
                else
                {
                    edits.Add(new LabelEdit(Name(), LabelOperation.Remove, micrograph, label));
                }
            }

            edits.AddRange(fresh.Select(place => new LabelEdit(
                Name(), LabelOperation.Add, micrograph, new Label(Name(), place.X, place.Y, kind))));
        }

        if (edits.Count > 0 && _journal.Add(string.Empty, edits) is { } step)
        {
            _waiting.Add(micrograph);
            _tell(new ServedEvent.Edited(step.Number, step.Client, step.Edits));
            _tell(new ServedEvent.Told(Notice.Warning(
                _files.PathOf(micrograph, LabelKind.Particle),
                NoticeCode.LabelsChanged,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"was changed by another program; its {edits.Count} changes were taken over"))));
        }
    }

    private static string Name() => Guid.NewGuid().ToString("N");
}

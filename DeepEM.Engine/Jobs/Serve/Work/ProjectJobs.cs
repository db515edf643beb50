using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Serve.Labels;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Viewing;

namespace DeepEM.Engine.Jobs.Serve.Work;

/// <summary>The jobs of a project, and what they left. Safe for several threads.</summary>
public sealed class ProjectJobs : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ServedProject _project;
    private readonly DeviceWork _work;
    private readonly JobQueue _queue;
    private readonly HashSet<int> _previewed = [];

    internal ProjectJobs(ServedProject project, DeviceWork work, Action<ServedEvent> tell)
    {
        (_project, _work) = (project, work);
        _queue = new JobQueue(tell);
    }

    /// <summary>The job that has the device; null where none has.</summary>
    public ServedJob? Busy => _queue.Busy;

    /// <summary>A job; null where there is none of the name.</summary>
    /// <param name="id">Its name.</param>
    public ServedJob? Find(string id) => _queue.Find(id);

    /// <summary>Stops a job, which keeps what is done.</summary>
    /// <param name="id">Its name.</param>
    /// <returns>Whether there is one.</returns>
    public bool Stop(string id) => _queue.Stop(id);

    /// <summary>Waits until all that was begun has ended.</summary>
    public void Wait() => _queue.Wait();

    /// <summary>Picks a few micrographs, so that a person can look at them.</summary>
    /// <param name="indices">Their numbers.</param>
    /// <returns>The job.</returns>
    /// <exception cref="SettingsException">Nobody says the diameter.</exception>
    public ServedJob Preview(IReadOnlyList<int> indices)
    {
        RequireDiameter();
        return _queue.Begin(ServedJobKind.Preview, handle =>
        {
            ProjectState state = _project.State with { Threshold = null };
            int[] open = [.. indices.Where(index => !IsPreviewed(index))];
            if (open.Length > 0)
            {
                MicrographSource[] sources = [.. open.Select(index => _project.Catalogue[index].Source)];
                PickingReport report = _work.Pick(
                    handle.Context([]),
                    state,
                    _project.ModelPath,
                    MicrographSequence.Of(sources, _project.Catalogue.Names),
                    _project.Folders.Preview,
                    observer: null,
                    isBeside: Busy is not null);
                handle.Tell(report.Failures);
                handle.Cancellation.ThrowIfCancellationRequested();
            }

            lock (_lock)
            {
                _previewed.UnionWith(open);
            }

            foreach (int index in open)
            {
                if (ScoredFile.ReadScores(_project.Folders.Preview, _project.Catalogue[index].Output) is { } scores)
                {
                    _project.Raise(new ServedEvent.Counted(index, _project.Counts.Set(index, scores)));
                    _project.Raise(new ServedEvent.Micrograph(index));
                }
            }

            return null;
        });
    }

    /// <summary>Trains a model; when it is done it is the one that picks.</summary>
    /// <param name="source">What it learns from.</param>
    /// <param name="arguments">The command line that does the same, for a number of the training.</param>
    /// <returns>The job.</returns>
    /// <exception cref="SettingsException">Nobody says the diameter.</exception>
    /// <exception cref="BusyException">A training is under way.</exception>
    public ServedJob Train(TrainingSource source, Func<int, IReadOnlyList<string>> arguments)
    {
        RequireDiameter();
        return _queue.Begin(ServedJobKind.Train, handle =>
        {
            _project.SaveLabels();
            ProjectState state = _project.State;
            int number = ProjectFolders.Next(n => Path.GetDirectoryName(_project.Folders.Model(n))!);
            handle.Change(job => job with { Number = number });
            (TrainedResult? result, string message) = _work.Train(
                handle.Context(arguments(number)),
                state,
                FilesOf(source, state),
                Sources(),
                _project.Folders.Model(number),
                handle.Tell);
            handle.Change(job => job with { Result = result });
            _project.Change(now => now with { Model = number, Threshold = null });
            return message;
        });
    }

    /// <summary>Picks all micrographs.</summary>
    /// <param name="arguments">The command line that does the same, for a number of the picking.</param>
    /// <returns>The job.</returns>
    /// <exception cref="SettingsException">Nobody says the diameter.</exception>
    /// <exception cref="BusyException">A picking is under way.</exception>
    public ServedJob Pick(Func<int, IReadOnlyList<string>> arguments)
    {
        RequireDiameter();
        return _queue.Begin(ServedJobKind.Pick, handle =>
        {
            _project.SaveLabels();
            ProjectState state = _project.State;
            int number = ProjectFolders.Next(_project.Folders.Picks);
            string folder = _project.Folders.Picks(number);
            handle.Change(job => job with { Number = number });
            using PickObserver observer = new(
                folder, _project.Threshold, _project.Catalogue, _project.Counts, Raise);

            // From the first micrograph on its picks are seen, and a server that is killed knows how far it was.
            _project.Change(now => now with { Picks = number });
            ForgetPreviews();
            PickingReport? report = null;
            try
            {
                report = _work.Pick(
                    handle.Context(arguments(number)),
                    state,
                    _project.ModelPath,
                    MicrographSequence.Of(Sources(), _project.Catalogue.Names),
                    folder,
                    observer);
            }
            finally
            {
                if (report is not { Picked: > 0 })
                {
                    _project.Change(now => now with { Picks = state.Picks });
                }
            }

            handle.Tell(report.Warnings);
            return string.Create(
                CultureInfo.InvariantCulture, $"{report.Picks} picks on {report.Picked} of {report.Named} micrographs")
                + (report.Failures.Count == 0 ? string.Empty : string.Create(
                    CultureInfo.InvariantCulture, $"; {report.Failures.Count} failed"));
        });
    }

    /// <summary>Sorts the picks of all micrographs into classes.</summary>
    /// <param name="arguments">The command line that does the same, for a number of the classes.</param>
    /// <returns>The job.</returns>
    /// <exception cref="SettingsException">Nothing was picked yet.</exception>
    /// <exception cref="BusyException">Classes are made already.</exception>
    public ServedJob Classify(Func<int, IReadOnlyList<string>> arguments)
    {
        RequireDiameter();
        int picks = _project.State.Picks;
        if (picks == 0)
        {
            throw new SettingsException(
                string.Empty, NoticeCode.NothingThere, "nothing was picked yet; pick all micrographs first");
        }

        return _queue.Begin(ServedJobKind.Classes, handle =>
        {
            int number = ProjectFolders.Next(_project.Folders.Classes);
            handle.Change(job => job with { Number = number });
            VerificationJobReport report = _work.Classify(
                handle.Context(arguments(number)),
                _project.State,
                _project.ModelPath,
                Sources(),
                _project.Folders.Picks(picks),
                _project.Folders.Classes(number));
            handle.Tell(report.Warnings.Concat(report.Failures));
            _project.Change(now => now with { Classes = number });
            return string.Create(CultureInfo.InvariantCulture, $"{report.Result.Classes.Count} classes");
        });
    }

    /// <summary>What a model found on a micrograph.</summary>
    /// <param name="index">Its number.</param>
    /// <returns>The places, the best first, and where nothing was picked; null where no model has looked.</returns>
    public (IReadOnlyList<Particle> Places, IReadOnlyList<int[]> Masked, int Columns, int Rows)? Found(int index)
    {
        string output = _project.Catalogue[index].Output;
        if (FolderOf(index) is not { } folder || ScoredFile.Read(folder, output) is not { } places)
        {
            return null;
        }

        (IReadOnlyList<int[]> runs, int columns, int rows) = ScoredFile.ReadMask(folder, output);
        return (places, runs, columns, rows);
    }

    /// <inheritdoc/>
    public void Dispose() => _queue.Dispose();

    /// <summary>Looks at micrographs that were added.</summary>
    internal ServedJob Measure(IReadOnlyList<int> indices, ThumbnailFile? thumbnails, MeasureWork.Wanted wanted) =>
        _queue.Begin(ServedJobKind.Measure, handle =>
            new MeasureWork(_project.Catalogue, _project.Planes, thumbnails, wanted, Raise).Run(handle, indices));

    /// <summary>Takes what an earlier server has picked.</summary>
    internal void LoadPicks()
    {
        int number = _project.State.Picks;
        if (number == 0)
        {
            return;
        }

        _queue.Begin(ServedJobKind.Measure, handle =>
        {
            string folder = _project.Folders.Picks(number);
            using PickObserver observer = new(
                folder, _project.Threshold, _project.Catalogue, _project.Counts, Raise);
            for (int index = 0; index < _project.Count; index++)
            {
                handle.Cancellation.ThrowIfCancellationRequested();
                if (!IsPreviewed(index)
                    && ScoredFile.ReadScores(folder, _project.Catalogue[index].Output) is { } scores)
                {
                    observer.Note(index, scores, masked: null);
                }
            }

            return null;
        });
    }

    /// <summary>Previews of another model or diameter are of no use.</summary>
    internal void ForgetPreviews()
    {
        lock (_lock)
        {
            _previewed.Clear();
        }
    }

    private void Raise(ServedEvent what) => _project.Raise(what);

    private bool IsPreviewed(int index)
    {
        lock (_lock)
        {
            return _previewed.Contains(index);
        }
    }

    private string? FolderOf(int index)
    {
        int picks = _project.State.Picks;
        return IsPreviewed(index) ? _project.Folders.Preview
            : picks > 0 ? _project.Folders.Picks(picks)
            : null;
    }

    private MicrographSource[] Sources() =>
    [
        .. _project.Catalogue.All().Where(one => one.State != ServedState.Failed).Select(one => one.Source),
    ];

    private TrainingFiles? FilesOf(TrainingSource source, ProjectState state) => source switch
    {
        TrainingSource.Nothing => null,
        TrainingSource.Classes => new TrainingFiles(Sources(), string.Empty)
        {
            Verification = new VerifiedTraining(_project.Folders.Classes(state.Classes))
            {
                Classes = File.Exists(_project.Folders.GoodClasses(state.Classes))
                    ? _project.Folders.GoodClasses(state.Classes)
                    : null,
            },
            PixelSizeAngstrom = state.PixelSize,
        },
        _ => new TrainingFiles(Sources(), RequireLabels())
        {
            AddedNegatives = _project.Labels.Negatives,
            PixelSizeAngstrom = state.PixelSize,
        },
    };

    private string RequireLabels() => _project.CountLabels(LabelKind.Particle) > 0
        ? _project.Labels.Particles
        : throw new SettingsException(
            string.Empty, NoticeCode.NothingThere, "no particle is labelled yet; label some, or train without labels");

    private void RequireDiameter()
    {
        if (_project.State.Diameter is null)
        {
            throw new SettingsException(
                string.Empty, NoticeCode.DiameterUnknown, "nobody says the particle's diameter; measure it first");
        }
    }
}

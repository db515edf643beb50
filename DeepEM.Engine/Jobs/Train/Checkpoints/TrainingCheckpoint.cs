using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Training;

namespace DeepEM.Engine.Jobs.Train.Checkpoints;

/// <summary>Keeps a training on disk, so that one that was interrupted can be resumed where it stood.</summary>
/// <remarks>
/// A training is resumed only with the settings, inputs, program and kind of device that it was begun with: then its
/// model is that of an unbroken run, bit for bit. When it is saved does not change any result.
/// </remarks>
public sealed class TrainingCheckpoint
{
    /// <summary>Seconds between two saves unless asked otherwise: more costs nothing, less loses little.</summary>
    public const double DefaultIntervalSeconds = 30;

    // After an epoch a save is worth more than within one.
    private const double EpochShare = 0.1;
    private const int DifferencesToName = 3;

    private readonly string? _path;
    private readonly double _intervalSeconds;
    private readonly CheckpointContent? _begun;
    private readonly Dictionary<string, string> _facts = new(StringComparer.Ordinal);
    private readonly List<Notice> _warnings = [];
    private long _savedAt = Environment.TickCount64;

    private TrainingCheckpoint(string? path, double intervalSeconds, CheckpointContent? begun)
    {
        _path = path;
        _intervalSeconds = intervalSeconds;
        _begun = begun;
    }

    /// <summary>Keeps nothing: a training that is stopped is lost.</summary>
    /// <returns>A checkpoint without a file.</returns>
    public static TrainingCheckpoint None() => new(null, double.PositiveInfinity, begun: null);

    /// <summary>Begins a training; a checkpoint that is there is replaced when the first step is done.</summary>
    /// <param name="path">The checkpoint file, in a folder that exists.</param>
    /// <param name="intervalSeconds">Least time between two saves within an epoch; 0 saves after every step.</param>
    /// <returns>A checkpoint without a state yet.</returns>
    public static TrainingCheckpoint Begin(string path, double intervalSeconds)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new TrainingCheckpoint(path, intervalSeconds, begun: null);
    }

    /// <summary>Resumes a training.</summary>
    /// <param name="path">The checkpoint file.</param>
    /// <param name="intervalSeconds">Least time between two saves within an epoch; 0 saves after every step.</param>
    /// <returns>A checkpoint with the state that was saved last.</returns>
    /// <exception cref="InvalidFileException">The file cannot be read, is not a checkpoint or is damaged.</exception>
    public static TrainingCheckpoint Resume(string path, double intervalSeconds) =>
        new(path, intervalSeconds, CheckpointFile.Read(path));

    /// <summary>How far the training had come that is resumed, in words; else null.</summary>
    public string? Position => _begun?.Position;

    /// <summary>What went wrong on the way without ending the training, each a notice.</summary>
    public IReadOnlyList<Notice> Warnings => _warnings;

    /// <summary>What to restore, or null at the beginning.</summary>
    internal TrainingState? Restored => _begun?.State;

    /// <summary>Takes facts that the result depends on, and compares them with those of the training that is resumed.
    /// </summary>
    /// <param name="facts">Facts by name; names are new.</param>
    /// <exception cref="InvalidFileException">The training was begun with others; the message names them.</exception>
    internal void Require(IEnumerable<KeyValuePair<string, string>> facts)
    {
        if (_path is null)
        {
            return;
        }

        List<string> differences = [];
        foreach ((string name, string value) in facts)
        {
            _facts.Add(name, value);
            if (_begun is not null && _begun.Facts.GetValueOrDefault(name, "unknown") is string old && old != value)
            {
                differences.Add($"{name} {old}, now {value}");
            }
        }

        if (differences.Count > 0)
        {
            string others = differences.Count > DifferencesToName
                ? $" and {differences.Count - DifferencesToName} others"
                : string.Empty;
            throw new InvalidFileException(
                _path,
                $"begun with {string.Join("; ", differences.Take(DifferencesToName))}{others}; expected the same: "
                + "a training can only be resumed with its original settings");
        }
    }

    /// <summary>Saves where it is time to, or where the run is asked to end, which then ends here.</summary>
    /// <param name="moment">Where the training stands.</param>
    /// <param name="position">The same in words.</param>
    /// <param name="exchange">Saves the training into a state.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="OperationCanceledException">The run was asked to end; everything is saved.</exception>
    /// <exception cref="IOException">The run was asked to end and could not be saved.</exception>
    internal void Pause(
        CheckpointMoment moment,
        string position,
        Action<TrainingState> exchange,
        CancellationToken cancellation)
    {
        bool isEnding = cancellation.IsCancellationRequested;
        if (_path is not null && (isEnding || IsDue(moment)))
        {
            var state = new TrainingState();
            exchange(state);
            Save(_path, new CheckpointContent(position, _facts, state), isEnding);
        }

        // Not the token itself: it may have been cancelled since, with nothing saved.
        if (isEnding)
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    /// <summary>Removes the file of a training that has ended well and whose model is written.</summary>
    /// <exception cref="IOException">It could not be removed.</exception>
    public void Remove()
    {
        if (_path is not null)
        {
            AtomicFile.Delete(_path);
        }
    }

    private bool IsDue(CheckpointMoment moment)
    {
        double seconds = (Environment.TickCount64 - _savedAt) / 1000.0;
        return moment switch
        {
            CheckpointMoment.Round => true,
            CheckpointMoment.Epoch => seconds >= EpochShare * _intervalSeconds,
            _ => seconds >= _intervalSeconds,
        };
    }

    // A disk that is full for a while must not end a training of hours; nothing to come back to must.
    private void Save(string path, CheckpointContent content, bool isEnding)
    {
        try
        {
            AtomicFile.Write(path, stream => CheckpointFile.Write(stream, content));
        }
        catch (IOException exception) when (!isEnding)
        {
            if (_warnings.Count == 0)
            {
                _warnings.Warn(
                    string.Empty,
                    NoticeCode.CheckpointNotKept,
                    $"could not be saved at {content.Position}: {exception.Message}");
            }
        }

        _savedAt = Environment.TickCount64;
    }
}

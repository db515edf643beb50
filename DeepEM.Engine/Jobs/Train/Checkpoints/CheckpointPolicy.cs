using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Jobs.Train.Checkpoints;

/// <summary>How a training is kept on disk while it runs.</summary>
/// <param name="Start">What to do about a checkpoint that is there.</param>
/// <param name="IntervalSeconds">Least time between two saves within an epoch; 0 saves after every step.</param>
public sealed record CheckpointPolicy(
    CheckpointStart Start = CheckpointStart.Begin,
    double IntervalSeconds = TrainingCheckpoint.DefaultIntervalSeconds)
{
    /// <summary>Keeps nothing.</summary>
    public static CheckpointPolicy None { get; } = new(CheckpointStart.KeepNone);

    /// <summary>Opens the checkpoint.</summary>
    /// <param name="path">The checkpoint file, in a folder that exists.</param>
    /// <param name="notices">Receives where a training that is to be resumed stands.</param>
    /// <returns>The checkpoint, with the state that was saved last where it is resumed.</returns>
    /// <exception cref="CheckpointThereException">It is there, and is neither to be resumed nor replaced.</exception>
    /// <exception cref="InvalidFileException">It is to be resumed and cannot be read.</exception>
    public TrainingCheckpoint Open(string path, ICollection<Notice> notices)
    {
        ArgumentNullException.ThrowIfNull(notices);
        bool isThere = File.Exists(path);
        switch (Start)
        {
            case CheckpointStart.KeepNone:
                return TrainingCheckpoint.None();

            case CheckpointStart.Begin when isThere:
                throw new CheckpointThereException(path);

            case CheckpointStart.Resume when isThere:
                var resumed = TrainingCheckpoint.Resume(path, IntervalSeconds);
                notices.Add(Information(path, $"resuming at {resumed.Position}"));
                return resumed;

            case CheckpointStart.Resume:
                notices.Add(Information(path, "no checkpoint is there: starting from the first step"));
                return TrainingCheckpoint.Begin(path, IntervalSeconds);

            default:
                return TrainingCheckpoint.Begin(path, IntervalSeconds);
        }
    }

    private static Notice Information(string path, string text) =>
        new(NoticeSeverity.Information, path, NoticeCode.Checkpoint, text);
}

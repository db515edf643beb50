using DeepEM.Engine.Learning.Training;

namespace DeepEM.Engine.Jobs.Train.Checkpoints;

/// <summary>What a checkpoint file holds.</summary>
/// <param name="Position">How far the training had come, in words.</param>
/// <param name="Facts">What the training was begun with, by name; see <see cref="TrainingFingerprint"/>.</param>
/// <param name="State">The training between two steps.</param>
internal sealed record CheckpointContent(
    string Position, IReadOnlyDictionary<string, string> Facts, TrainingState State);

namespace DeepEM.Engine.Jobs.Train.Checkpoints;

/// <summary>Where between two steps a training stands.</summary>
internal enum CheckpointMoment
{
    /// <summary>In the middle of an epoch.</summary>
    Step,

    /// <summary>After an epoch: a checkpoint made now saves the held-out test from being done twice.</summary>
    Epoch,

    /// <summary>Before or after a round, with long work beside training to come or just done.</summary>
    Round,
}

namespace DeepEM.Engine.Jobs.Train.Checkpoints;

/// <summary>What a training does about a checkpoint.</summary>
public enum CheckpointStart
{
    /// <summary>Begins, and refuses to where a checkpoint is there.</summary>
    Begin,

    /// <summary>Resumes the training of the checkpoint; begins where none is there.</summary>
    Resume,

    /// <summary>Begins, and replaces a checkpoint that is there.</summary>
    Replace,

    /// <summary>Begins and keeps nothing: a training that is stopped is lost.</summary>
    KeepNone,
}

using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Jobs.Train.Checkpoints;

/// <summary>A checkpoint is there, and a training that begins would replace it.</summary>
/// <param name="path">The checkpoint.</param>
public sealed class CheckpointThereException(string path)
    : NoticedException(path, NoticeCode.CheckpointThere, "holds an interrupted training");

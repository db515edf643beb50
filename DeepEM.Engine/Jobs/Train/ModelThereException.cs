using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>A model is there, and a training that begins would replace it.</summary>
/// <param name="path">The model.</param>
public sealed class ModelThereException(string path)
    : NoticedException(path, NoticeCode.ModelThere, "is there already and would be replaced");

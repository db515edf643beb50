using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Learning.Training;

/// <summary>Nothing can be learnt from what was given. Its message is one user-readable line.</summary>
/// <param name="message">What is missing, with counts.</param>
/// <param name="code">What is missing, one of <see cref="NoticeCode"/>.</param>
public sealed class TrainingDataException(string message, string code = NoticeCode.TrainingData)
    : NoticedException(string.Empty, code, message);

using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Engine.Foundation;

/// <summary>A file that cannot be read as what it should be. Its message is one user-readable line.</summary>
public sealed class InvalidFileException : NoticedException
{
    /// <summary>Says what is wrong with a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="message">Field or line, what was found, what was expected; no line break.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    /// <param name="code">What is wrong, one of <see cref="NoticeCode"/>.</param>
    public InvalidFileException(
        string path, string message, Exception? innerException = null, string code = NoticeCode.InvalidFile)
        : base(path, code, message, innerException)
    {
    }

    /// <summary>The file.</summary>
    public string Path => Subject;
}

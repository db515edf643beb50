namespace DeepEM.Engine.Foundation;

/// <summary>A file that cannot be read as what it should be. Its message is one line, fit for a user.</summary>
public sealed class InvalidFileException : Exception
{
    /// <summary>Says what is wrong with a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="message">Field or line, what was found, what was expected; no line break.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public InvalidFileException(string path, string message, Exception? innerException = null)
        : base($"{path}: {message}", innerException) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}

namespace DeepEM.Engine.Foundation.Files;

/// <summary>By what a file that was written to is told from the same file before.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Modified">When it was last written to, UTC.</param>
public readonly record struct FileStamp(long Length, DateTime Modified);

namespace DeepEM.Engine.Foundation.Files;

/// <summary>What a name in the file system stands for.</summary>
public enum FileKind
{
    /// <summary>Nothing, or something that may not be looked at.</summary>
    Missing,

    /// <summary>An ordinary file.</summary>
    Regular,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A FIFO or a socket: opening it may wait for ever.</summary>
    Pipe,

    /// <summary>A device, for example a terminal or <c>/dev/zero</c>.</summary>
    Device,
}

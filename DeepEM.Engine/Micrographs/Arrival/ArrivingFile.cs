using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Micrographs.Arrival;

/// <summary>A file on its way from its first byte to its picks.</summary>
/// <param name="source">The file.</param>
/// <param name="seen">When it was seen first.</param>
internal sealed class ArrivingFile(MicrographSource source, DateTimeOffset seen)
{
    /// <summary>The file.</summary>
    public MicrographSource Source => source;

    /// <summary>When it was seen first, or seen to have changed.</summary>
    public DateTimeOffset Seen { get; set; } = seen;

    /// <summary>When it is to be looked at next.</summary>
    public DateTimeOffset Due { get; set; } = seen;

    /// <summary>What it looked like last; null where it could not be looked at.</summary>
    public FileLook? Look { get; set; }

    /// <summary>Since when it looks like this.</summary>
    public DateTimeOffset Since { get; set; } = seen;

    /// <summary>What its content says at this look; null where it was not asked yet.</summary>
    public FileWholeness? Wholeness { get; set; }

    /// <summary>What is missing.</summary>
    public string Lack { get; set; } = "was just seen";

    /// <summary>Whether it was told that it waits for long.</summary>
    public bool IsTold { get; set; }

    /// <summary>Whether it was given to be picked, and nobody has said what became of it.</summary>
    public bool IsGiven { get; set; }

    /// <summary>Whether nothing is to be done with it as it is.</summary>
    public bool IsDone { get; set; }

    /// <summary>Whether it could not be picked, or was not there.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Whether it was not there at the last look.</summary>
    public bool IsGone { get; set; }
}

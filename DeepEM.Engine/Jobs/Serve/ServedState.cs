namespace DeepEM.Engine.Jobs.Serve;

/// <summary>How far a micrograph of a project is.</summary>
public enum ServedState
{
    /// <summary>Nobody has looked at its file yet.</summary>
    New,

    /// <summary>Its file can be read.</summary>
    Seen,

    /// <summary>It was picked with the rest.</summary>
    Picked,

    /// <summary>It cannot be read or picked.</summary>
    Failed,
}

namespace DeepEM.Engine.Jobs.Relion;

/// <summary>How a job tells RELION that it has ended.</summary>
public enum RelionJobEnd
{
    /// <summary>Done, perhaps with some micrographs that failed.</summary>
    Success,

    /// <summary>It could not do what was asked for.</summary>
    Failure,

    /// <summary>It was stopped.</summary>
    Aborted,
}

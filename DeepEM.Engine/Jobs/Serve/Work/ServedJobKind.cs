namespace DeepEM.Engine.Jobs.Serve.Work;

/// <summary>What a job of a project does.</summary>
public enum ServedJobKind
{
    /// <summary>Picks a few micrographs to be looked at.</summary>
    Preview,

    /// <summary>Trains a model.</summary>
    Train,

    /// <summary>Picks all micrographs.</summary>
    Pick,

    /// <summary>Sorts picks into classes.</summary>
    Classes,

    /// <summary>Looks at the files of micrographs.</summary>
    Measure,
}

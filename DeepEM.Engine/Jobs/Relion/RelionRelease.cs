namespace DeepEM.Engine.Jobs.Relion;

/// <summary>The releases of RELION whose pipelines differ in what they are told of a job's outputs.</summary>
public enum RelionRelease
{
    /// <summary>Nobody says; what is written suits all of them.</summary>
    Unknown,

    /// <summary>3.1: kinds of outputs are numbers.</summary>
    Three,

    /// <summary>4: kinds of outputs are labels.</summary>
    Four,

    /// <summary>5: other labels.</summary>
    Five,
}

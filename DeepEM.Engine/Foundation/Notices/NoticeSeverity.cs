namespace DeepEM.Engine.Foundation.Notices;

/// <summary>How much a notice matters.</summary>
public enum NoticeSeverity
{
    /// <summary>Something a user may want to know; all is well.</summary>
    Information,

    /// <summary>Something is odd; the work went on.</summary>
    Warning,

    /// <summary>Something could not be done; the rest went on.</summary>
    Failure,
}

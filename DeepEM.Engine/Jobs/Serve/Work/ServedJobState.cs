namespace DeepEM.Engine.Jobs.Serve.Work;

/// <summary>How a job stands.</summary>
public enum ServedJobState
{
    /// <summary>It waits for others.</summary>
    Queued,

    /// <summary>It is under way.</summary>
    Running,

    /// <summary>It has ended as it should.</summary>
    Done,

    /// <summary>Somebody stopped it; what is done is kept.</summary>
    Stopped,

    /// <summary>It could not be done.</summary>
    Failed,
}

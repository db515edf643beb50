namespace DeepEM.Engine.Jobs.Serve.Work;

/// <summary>A job of a project, as it stands.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Kind">What it does.</param>
public sealed record ServedJob(string Id, ServedJobKind Kind)
{
    /// <summary>How it stands.</summary>
    public ServedJobState State { get; init; }

    /// <summary>What is being done, a word or two; null before it begins.</summary>
    public string? Stage { get; init; }

    /// <summary>Units of the stage that are done.</summary>
    public long Done { get; init; }

    /// <summary>Units of the stage in all; 0 where that is not known.</summary>
    public long Total { get; init; }

    /// <summary>Seconds that are left of the stage; null where that is not known.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>Why it failed, one line.</summary>
    public string? Error { get; init; }

    /// <summary>What it found, one line.</summary>
    public string? Message { get; init; }

    /// <summary>Number of the folder that it writes; null for none.</summary>
    public int? Number { get; init; }

    /// <summary>How the loss fell, for a training.</summary>
    public IReadOnlyList<LossPoint> Curve { get; init; } = [];

    /// <summary>How good the new model is, for a training that is done.</summary>
    public TrainedResult? Result { get; init; }
}

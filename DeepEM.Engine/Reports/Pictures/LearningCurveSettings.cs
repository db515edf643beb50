namespace DeepEM.Engine.Reports.Pictures;

/// <summary>Words and scales of a learning curve.</summary>
public sealed record LearningCurveSettings
{
    /// <summary>Title, or empty for none.</summary>
    public string Title { get; init; } = string.Empty;

    /// <summary>What is counted along the horizontal axis.</summary>
    public string HorizontalLabel { get; init; } = "epoch";

    /// <summary>Name of the loss.</summary>
    public string LossLabel { get; init; } = "running loss";

    /// <summary>Name of the held-out loss.</summary>
    public string HeldOutLossLabel { get; init; } = "held-out loss";

    /// <summary>Name of the held-out measure, a number of [0, 1].</summary>
    public string HeldOutLabel { get; init; } = "held-out accuracy";

    /// <summary>Whether the loss has a logarithmic axis.</summary>
    public bool HasLogarithmicLoss { get; init; }

    /// <summary>Width, pixels.</summary>
    public int Width { get; init; } = 1200;

    /// <summary>Height, pixels.</summary>
    public int Height { get; init; } = 700;
}

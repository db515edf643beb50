namespace DeepEM.Engine.Reports.Pictures;

/// <summary>What a learning curve shows.</summary>
/// <param name="Loss">Loss against epoch or step; what is not finite, or not positive on a logarithmic axis, is left
/// out.</param>
/// <param name="HeldOut">Held-out measure against the same, may be empty.</param>
public sealed record LearningCurveData(IReadOnlyList<PlotPoint> Loss, IReadOnlyList<PlotPoint> HeldOut)
{
    /// <summary>Held-out loss against the same; may be empty.</summary>
    public IReadOnlyList<PlotPoint> HeldOutLoss { get; init; } = [];

    /// <summary>Where rounds after the first begin, on the horizontal axis.</summary>
    public IReadOnlyList<double> RoundStarts { get; init; } = [];

    /// <summary>Precision against recall on held-out micrographs, drawn beside the curve; null where none were held
    /// out.</summary>
    public PrecisionRecallSeries? PrecisionRecall { get; init; }
}

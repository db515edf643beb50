namespace DeepEM.Cli.Web.Wire;

/// <summary>A job.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Kind">preview, train, pick, classes or measure.</param>
/// <param name="State">queued, running, done, stopped or failed.</param>
/// <param name="Stage">What it is at.</param>
/// <param name="Done">How far the stage is.</param>
/// <param name="Total">How far it goes; 0 where that is not known.</param>
/// <param name="EtaSeconds">What is left, s.</param>
/// <param name="Error">Why it failed, one line.</param>
/// <param name="Message">What it found, one line.</param>
/// <param name="Number">Of the folder it writes.</param>
/// <param name="Curve">How the loss fell; of a training that is asked for.</param>
/// <param name="Result">How good the new model is; of a training that is done.</param>
internal sealed record JobAnswer(
    string Id,
    string Kind,
    string State,
    string? Stage,
    long Done,
    long Total,
    double? EtaSeconds,
    string? Error,
    string? Message,
    int? Number,
    IReadOnlyList<CurvePointAnswer>? Curve = null,
    TrainingAnswer? Result = null);

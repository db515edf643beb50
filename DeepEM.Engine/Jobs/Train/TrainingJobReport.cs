namespace DeepEM.Engine.Jobs.Train;

/// <summary>What a training from files to files gave.</summary>
/// <param name="Training">The model and how it was reached.</param>
/// <param name="Files">What was written, the model first.</param>
/// <param name="Device">The device in words.</param>
/// <param name="Elapsed">Time of the training, reading the micrographs included and writing the outputs not.</param>
public sealed record TrainingJobReport(
    TrainingReport Training, IReadOnlyList<string> Files, string Device, TimeSpan Elapsed);

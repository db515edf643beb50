using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Training;

namespace DeepEM.Engine.Jobs.General;

/// <summary>What the training of a general model gave.</summary>
/// <param name="Model">The model.</param>
/// <param name="Curve">Its learning curve.</param>
/// <param name="Files">What was written, the model first.</param>
/// <param name="Device">The device in words.</param>
/// <param name="Elapsed">Time of simulation and training.</param>
public sealed record GeneralJobReport(
    PickingModel Model,
    IReadOnlyList<LearningCurvePoint> Curve,
    IReadOnlyList<string> Files,
    string Device,
    TimeSpan Elapsed);

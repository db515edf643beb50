using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Training;

namespace DeepEM.Engine.Jobs.Train;

/// <summary>How far a training has come at the end of an epoch.</summary>
/// <param name="End">The epoch, and what the network says of the held-out windows.</param>
/// <param name="Planned">Epochs of all rounds, unless one ends early or begins again.</param>
/// <param name="Model">Makes a model of the network as it is now; its scores are not calibrated.</param>
public sealed record TrainingEpoch(EpochEnd End, int Planned, Func<PickingModel> Model);

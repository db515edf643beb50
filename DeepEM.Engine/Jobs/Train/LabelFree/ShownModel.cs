using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Picking;

namespace DeepEM.Engine.Jobs.Train.LabelFree;

/// <summary>A network and how it is shown micrographs.</summary>
/// <param name="Model">The model, with the size at which it sees particles.</param>
/// <param name="IsInverted">Whether dark and bright are exchanged.</param>
/// <param name="FindsMask">Whether masked places are left out.</param>
internal sealed record ShownModel(PickingModel Model, bool IsInverted, bool FindsMask)
{
    /// <summary>How candidates are found.</summary>
    public PickingSettings How => PickingSettings.Default with { IsInverted = IsInverted, FindsMask = FindsMask };
}

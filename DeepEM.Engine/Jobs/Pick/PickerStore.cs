using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Verification.Decoys;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>
/// Makes the picker of a model for micrographs of any pixel size, and keeps it for the next of the same.
/// </summary>
internal sealed class PickerStore(IComputeBackend backend, PickingModel model, PickingSettings settings) : IDisposable
{
    private readonly Dictionary<(BinningSteps Steps, double PixelSize), ModelPicker> _pickers = [];

    /// <summary>What a user should know about the pickers' device, a line each.</summary>
    public IEnumerable<Notice> Notices =>
        _pickers.Values.Select(picker => picker.Notice).OfType<Notice>().Take(1);

    /// <summary>The picker for a pixel size.</summary>
    /// <exception cref="InvalidFileException">The particle measures too few of the pixels.</exception>
    public ModelPicker For(double pixelSizeAngstrom, string path)
    {
        ModelFit fit = ModelFit.Of(model, pixelSizeAngstrom, path);
        if (!_pickers.TryGetValue((fit.Steps, fit.Model.PixelSizeAngstrom), out ModelPicker? picker))
        {
            IScoreJudge? judge = fit.Model.IsGeneral ? new DecoyJudge(fit.Model) : null;
            picker = new ModelPicker(backend, fit.Model, fit.Steps, settings, judge);
            _pickers.Add((fit.Steps, fit.Model.PixelSizeAngstrom), picker);
        }

        return picker;
    }

    public void Dispose()
    {
        foreach (ModelPicker picker in _pickers.Values)
        {
            picker.Dispose();
        }
    }
}

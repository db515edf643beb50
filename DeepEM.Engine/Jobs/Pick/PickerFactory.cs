using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Picking.Published;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>
/// Makes the picker of a model for micrographs of any pixel size, and keeps it for the next of the same.
/// </summary>
internal sealed class PickerFactory(IComputeBackend backend, PickingModel model, PickingSettings settings) : IDisposable
{
    // A particle seen a tenth larger or smaller is still recognised; beyond that the user must know.
    private const double Tolerance = 0.12;
    private readonly Dictionary<(int Binning, double PixelSize), IMicrographPicker> _pickers = [];

    /// <summary>Whether micrographs are picked from binned pixels (<see cref="IBinnedPicker"/>).</summary>
    public bool TakesBinned => model.Preset == NetworkPreset.Auto;

    /// <summary>How many times micrographs of a pixel size are binned; 1 where the model takes them as they are.
    /// </summary>
    /// <exception cref="InvalidFileException">No binning brings the micrograph to the model's pixels.</exception>
    public int Binning(double pixelSizeAngstrom, string path) => Fit(pixelSizeAngstrom, path).Binning;

    /// <summary>The picker for a pixel size.</summary>
    /// <exception cref="InvalidFileException">No binning brings the micrograph to the model's pixels.</exception>
    public IMicrographPicker For(double pixelSizeAngstrom, string path)
    {
        (PickingModel fitting, int binning) = Fit(pixelSizeAngstrom, path);
        if (!_pickers.TryGetValue((binning, fitting.PixelSizeAngstrom), out IMicrographPicker? picker))
        {
            picker = fitting.Preset == NetworkPreset.Auto
                ? new DensePicker(backend, fitting, binning, settings)
                : new PublishedPicker(backend, fitting, settings);
            _pickers.Add((binning, fitting.PixelSizeAngstrom), picker);
        }

        return picker;
    }

    /// <summary>What a user should know about the pickers' device, a line each.</summary>
    public IEnumerable<Notice> Notices =>
        _pickers.Values.OfType<DensePicker>().Select(picker => picker.Notice).OfType<Notice>().Take(1);

    public void Dispose()
    {
        foreach (IMicrographPicker picker in _pickers.Values)
        {
            picker.Dispose();
        }
    }

    private (PickingModel Fitting, int Binning) Fit(double pixelSizeAngstrom, string path)
    {
        PickingModel fitting = model.At(pixelSizeAngstrom);
        int binning = fitting.Preset == NetworkPreset.Auto
            ? Math.Max(1, (int)Math.Round(fitting.BinnedPixelSizeAngstrom / pixelSizeAngstrom))
            : 1;
        double seen = binning * pixelSizeAngstrom / fitting.BinnedPixelSizeAngstrom;
        if (Math.Abs(seen - 1) > Tolerance)
        {
            throw new InvalidFileException(
                path,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"pixel size is {pixelSizeAngstrom:G6} A, the model was trained at "
                    + $"{fitting.PixelSizeAngstrom:G6} A binned {fitting.Binning} times: no binning fits"),
                code: NoticeCode.PixelSizeUnfit);
        }

        return (fitting, binning);
    }
}

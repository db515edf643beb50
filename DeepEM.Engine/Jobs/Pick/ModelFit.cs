using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>A model set to micrographs of one pixel size.</summary>
/// <param name="Model">The model.</param>
/// <param name="Binning">How many times the micrographs are binned for it; 1 where it takes them as they are.</param>
internal sealed record ModelFit(PickingModel Model, int Binning)
{
    // A particle seen a tenth larger or smaller is still recognised; beyond that the user must know.
    private const double Tolerance = 0.12;

    /// <summary>Sets a model to a pixel size.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pixelSizeAngstrom">Angstrom per pixel of the micrographs.</param>
    /// <param name="path">One of them, for the message.</param>
    /// <exception cref="InvalidFileException">No binning brings the micrograph to the model's pixels.</exception>
    public static ModelFit Of(PickingModel model, double pixelSizeAngstrom, string path)
    {
        PickingModel fitting = model.At(pixelSizeAngstrom);
        int binning = fitting.Method.BinningBetween(fitting.BinnedPixelSizeAngstrom, pixelSizeAngstrom);
        double seen = binning * pixelSizeAngstrom / fitting.BinnedPixelSizeAngstrom;
        return Math.Abs(seen - 1) <= Tolerance
            ? new ModelFit(fitting, binning)
            : throw new InvalidFileException(
                path,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"pixel size is {pixelSizeAngstrom:G6} A, the model was trained at "
                    + $"{fitting.PixelSizeAngstrom:G6} A binned {fitting.Binning} times: no binning fits"),
                code: NoticeCode.PixelSizeUnfit);
    }
}

using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>A model set to micrographs of one pixel size.</summary>
/// <param name="Model">The model.</param>
/// <param name="Steps">How the micrographs are binned, so that the network sees the pixels it learnt on.</param>
internal sealed record ModelFit(PickingModel Model, BinningSteps Steps)
{
    // Pixels. A disc of fewer has no features; who states it has mistaken a unit.
    private const double LeastDiameter = 8;

    /// <summary>Sets a model to a pixel size.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pixelSizeAngstrom">Angstrom per pixel of the micrographs, positive.</param>
    /// <param name="path">One of them, for the message.</param>
    /// <exception cref="InvalidFileException">The particle measures too few of the pixels.</exception>
    public static ModelFit Of(PickingModel model, double pixelSizeAngstrom, string path)
    {
        double diameter = model.DiameterAngstrom / pixelSizeAngstrom;
        if (diameter < LeastDiameter)
        {
            throw new InvalidFileException(
                path,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"a particle of {model.DiameterAngstrom:G6} A measures {diameter:F1} px of "
                    + $"{pixelSizeAngstrom:G6} A, expected at least {LeastDiameter}"),
                code: NoticeCode.PixelSizeUnfit);
        }

        PickingModel fitting = model.At(pixelSizeAngstrom);
        return new ModelFit(
            fitting,
            BinningSteps.For(fitting.BinnedPixelSizeAngstrom / pixelSizeAngstrom, fitting.Method.SeesRaw));
    }
}

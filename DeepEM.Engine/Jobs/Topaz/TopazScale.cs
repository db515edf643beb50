using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;

namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>A model with its diameter, and the pixel size at which it sees the images of a caller of Topaz.</summary>
/// <remarks>
/// Callers hand over images that they have binned, whose headers may say another pixel size: a pixel has 1 A by
/// definition, and a model that was trained for such a caller has its diameter in pixels. Any other model tells by its
/// own diameter how large a pixel is, where the caller says how many pixels the particle measures.
/// </remarks>
/// <param name="Model">The model.</param>
/// <param name="PixelSizeAngstrom">Angstrom per pixel for this model.</param>
public sealed record TopazScale(PickingModel Model, double PixelSizeAngstrom)
{
    /// <summary>Pixels. Of fewer across, no picker sees more than a dot.</summary>
    public const double LeastDiameter = 8;

    /// <summary>Diameter of the particle in pixels of the images.</summary>
    public double Diameter => Model.DiameterAngstrom / PixelSizeAngstrom;

    /// <summary>Sets a model to the images of a caller.</summary>
    /// <param name="model">The model.</param>
    /// <param name="diameter">Diameter in pixels that a user gives, or null.</param>
    /// <param name="radius">Radius in pixels that the caller gives, or null.</param>
    /// <param name="measure">Measures the diameter, for the general model where nobody says it.</param>
    /// <exception cref="InvalidFileException">It cannot be measured.</exception>
    public static TopazScale Of(PickingModel model, double? diameter, double? radius, Func<double> measure)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(measure);
        double? said = diameter ?? (2 * radius is { } twice && twice >= LeastDiameter ? twice : null);
        if (model.IsGeneral)
        {
            return new TopazScale(GeneralModel.For(said ?? measure()), 1);
        }

        double? pixels = diameter ?? (model.PixelSizeAngstrom == 1 ? null : said);
        return new TopazScale(model, pixels is null ? 1 : model.DiameterAngstrom / pixels.Value);
    }

    /// <summary>Least distance of two picks: half a diameter, or the radius of the caller where that is more.</summary>
    /// <param name="radius">The radius in pixels, or null.</param>
    /// <returns>Angstrom; null for half a diameter.</returns>
    public double? DistanceAngstrom(double? radius) =>
        radius > Diameter / 2 ? radius * PixelSizeAngstrom : null;

    /// <summary>What the size of the particle is taken for, in one line.</summary>
    public Notice Describe() => new(
        NoticeSeverity.Information,
        string.Empty,
        NoticeCode.PickingSetup,
        FormattableString.Invariant(
            $"particle of {Diameter:0.#} px; {(Model.IsGeneral ? "general" : "trained")} model"));
}

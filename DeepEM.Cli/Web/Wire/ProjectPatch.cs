using System.Text.Json;

namespace DeepEM.Cli.Web.Wire;

/// <summary>What a page changes of the project; null is left as it is.</summary>
/// <param name="Diameter">Angstrom.</param>
/// <param name="PixelSize">Angstrom per pixel.</param>
/// <param name="Threshold">Lowest score of a pick.</param>
/// <param name="Contrast">auto, dark or light.</param>
/// <param name="View">What the page keeps of its own.</param>
internal sealed record ProjectPatch(
    double? Diameter = null,
    double? PixelSize = null,
    double? Threshold = null,
    string? Contrast = null,
    JsonElement? View = null);

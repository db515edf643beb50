using System.Text.Json;

namespace DeepEM.Cli.Web.Wire;

/// <summary>The project as a page shows it.</summary>
/// <param name="Id">Names the project, the same at every start.</param>
/// <param name="Version">Of the program.</param>
/// <param name="Name">For people.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Micrographs">How many are in its list.</param>
/// <param name="PixelSize">Angstrom per pixel; null where nothing says it.</param>
/// <param name="PixelSizeSource">Who says it.</param>
/// <param name="Diameter">Of the particles, angstrom; null until it is measured.</param>
/// <param name="Contrast">auto, dark or light.</param>
/// <param name="Model">The model that picks; null where there is none yet.</param>
/// <param name="Picks">The last picking of all.</param>
/// <param name="Classes">The last classes.</param>
/// <param name="Threshold">Lowest score of a pick.</param>
/// <param name="View">What the page keeps of its own.</param>
/// <param name="Seq">Number of the last edit.</param>
/// <param name="ReadOnly">Whether nothing can be changed.</param>
/// <param name="ReadOnlyReason">Why.</param>
/// <param name="Busy">The job that runs.</param>
/// <param name="Inputs">What the micrographs come from, as it was named.</param>
internal sealed record ProjectAnswer(
    string Id,
    string Version,
    string Name,
    string Folder,
    int Micrographs,
    double? PixelSize,
    string? PixelSizeSource,
    double? Diameter,
    string Contrast,
    ModelAnswer? Model,
    PicksAnswer? Picks,
    ClassesAnswer? Classes,
    double Threshold,
    JsonElement View,
    long Seq,
    bool ReadOnly,
    string? ReadOnlyReason,
    JobAnswer? Busy,
    IReadOnlyList<string> Inputs);

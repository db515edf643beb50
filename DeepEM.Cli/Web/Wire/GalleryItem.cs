namespace DeepEM.Cli.Web.Wire;

/// <summary>One picture: a pick, or the average of a class.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Mic">Index of the micrograph of a pick.</param>
/// <param name="X">Column of a pick, pixels of the micrograph.</param>
/// <param name="Y">Row of a pick.</param>
/// <param name="P">Probability of a pick.</param>
/// <param name="Class">Number of a class, or that of a pick.</param>
/// <param name="Count">Picks of a class.</param>
/// <param name="Evidence">How far a class shows a particle.</param>
/// <param name="State">good, bad or unsure, as a person said.</param>
internal sealed record GalleryItem(
    string Id,
    int? Mic = null,
    double? X = null,
    double? Y = null,
    double? P = null,
    int? Class = null,
    int? Count = null,
    double? Evidence = null,
    string? State = null);

using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Reports.Html;

/// <summary>A micrograph with its picks, as the gallery shows it.</summary>
/// <param name="Number">Its number in the list it came from, from 0.</param>
/// <param name="Name">Its name.</param>
/// <param name="Size">Its extents, pixels.</param>
/// <param name="Picks">Its picks.</param>
internal sealed record GalleryMicrograph(int Number, string Name, MicrographSize Size, IReadOnlyList<GalleryPick> Picks)
{
    /// <summary>Radius of the rings round its picks, pixels of the micrograph.</summary>
    public required double Radius { get; init; }

    /// <summary>JPEG or PNG file of it, made small; null for none.</summary>
    public byte[]? Thumbnail { get; init; }

    /// <summary>A few words below it.</summary>
    public string Caption { get; init; } = string.Empty;

    /// <summary>What is odd about it; empty for nothing.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

namespace DeepEM.Engine.Coordinates;

/// <summary>A file in a folder of picks.</summary>
/// <param name="Path">The file.</param>
/// <param name="Stem">Stem of the micrograph it belongs to.</param>
/// <param name="ReachesFloor">Whether it holds the picks below the threshold too (<c>STEM_all.star</c>).</param>
internal readonly record struct PickFile(string Path, string Stem, bool ReachesFloor)
{
    /// <summary>Further files of the same micrograph, which have to hold the same picks.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];
}

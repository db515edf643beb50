namespace DeepEM.Cli.Web.Wire;

/// <summary>A part of a gallery.</summary>
/// <param name="Items">Its pictures.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Size">Side of a picture, pixels.</param>
internal sealed record GalleryAnswer(IReadOnlyList<GalleryItem> Items, int Total, int Size);

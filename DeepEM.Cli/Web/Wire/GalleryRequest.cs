namespace DeepEM.Cli.Web.Wire;

/// <summary>What a person says of pictures in a gallery.</summary>
/// <param name="Kind">doubtful, missed or classes.</param>
/// <param name="Marks">What is said.</param>
internal sealed record GalleryRequest(string Kind, IReadOnlyList<GalleryJudgement> Marks);

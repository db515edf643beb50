namespace DeepEM.Cli.Web.Wire;

/// <summary>What a person says of one picture.</summary>
/// <param name="Id">The picture.</param>
/// <param name="State">good, bad or unsure; null for nothing.</param>
internal sealed record GalleryJudgement(string Id, string? State = null);

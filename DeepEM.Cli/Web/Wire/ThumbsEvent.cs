namespace DeepEM.Cli.Web.Wire;

/// <summary>Small pictures that are made now.</summary>
/// <param name="From">The first.</param>
/// <param name="Count">How many.</param>
internal sealed record ThumbsEvent(int From, int Count);

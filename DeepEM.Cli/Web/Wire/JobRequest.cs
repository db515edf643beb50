namespace DeepEM.Cli.Web.Wire;

/// <summary>A job to be begun.</summary>
/// <param name="Kind">preview, train, pick, classes or measure.</param>
/// <param name="Settings">What of it is chosen; null for nothing.</param>
internal sealed record JobRequest(string Kind, JobSettings? Settings = null);

namespace DeepEM.Cli.Web.Wire;

/// <summary>What every error looks like on the wire.</summary>
/// <param name="Title">What kind of error, a few words.</param>
/// <param name="Detail">One line: what was found, what was expected.</param>
internal sealed record ErrorAnswer(string Title, string Detail);

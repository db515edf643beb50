namespace DeepEM.Cli.Help.Completion;

/// <summary>A word that a shell offers.</summary>
/// <param name="Word">The word.</param>
/// <param name="Description">What it means, one line; may be empty.</param>
internal sealed record CompletedWord(string Word, string Description);

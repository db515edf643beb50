namespace DeepEM.Cli.Help.Completion;

/// <summary>An option as a shell completes it.</summary>
/// <param name="Name">Its name, with its dashes.</param>
/// <param name="Aliases">Other names of it.</param>
/// <param name="Description">What it is, one line.</param>
/// <param name="TakesValue">Whether a value follows.</param>
/// <param name="ValueName">What the value is called.</param>
/// <param name="Values">All values where they are few; empty where anything may follow, file names too.</param>
internal sealed record CompletedOption(
    string Name,
    IReadOnlyList<string> Aliases,
    string Description,
    bool TakesValue,
    string ValueName,
    IReadOnlyList<string> Values);

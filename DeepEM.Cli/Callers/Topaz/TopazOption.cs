namespace DeepEM.Cli.Callers.Topaz;

/// <summary>An option of one of Topaz's commands.</summary>
/// <param name="Names">Its names with their dashes, the one that messages use first.</param>
/// <param name="Value">What its value is called in the help; null for an option without a value.</param>
/// <param name="Text">What it does; null where it does nothing here, and is taken for the callers' sake.</param>
internal sealed record TopazOption(string[] Names, string? Value, string? Text)
{
    /// <summary>The name that messages use.</summary>
    public string Name => Names[0];

    /// <summary>An option that works.</summary>
    /// <param name="names">Its names, blanks between.</param>
    /// <param name="value">What its value is called; null for none.</param>
    /// <param name="text">What it does.</param>
    public static TopazOption Works(string names, string? value, string text) => new(names.Split(' '), value, text);

    /// <summary>Options with a value that do nothing here.</summary>
    /// <param name="options">Each by its names, blanks between.</param>
    public static IEnumerable<TopazOption> Idle(params IEnumerable<string> options) =>
        options.Select(names => new TopazOption(names.Split(' '), "X", null));

    /// <summary>Options without a value that do nothing here.</summary>
    /// <param name="options">Each by its names, blanks between.</param>
    public static IEnumerable<TopazOption> IdleFlags(params IEnumerable<string> options) =>
        options.Select(names => new TopazOption(names.Split(' '), null, null));
}

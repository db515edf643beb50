namespace DeepEM.Cli.Web;

/// <summary>What a key in an address is.</summary>
internal enum KeyVerdict
{
    /// <summary>Whoever has it may use the page.</summary>
    Right,

    /// <summary>Not one of the keys.</summary>
    Wrong,

    /// <summary>Too many wrong ones came before.</summary>
    TooMany,
}

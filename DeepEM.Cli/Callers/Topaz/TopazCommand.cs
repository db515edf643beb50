using DeepEM.Cli.Shell;

namespace DeepEM.Cli.Callers.Topaz;

/// <summary>One of Topaz's commands: its options and what it does.</summary>
/// <param name="name">The word that chooses it.</param>
/// <param name="summary">What it does, one line.</param>
/// <param name="options">Its options.</param>
internal abstract class TopazCommand(string name, string summary, IReadOnlyList<TopazOption> options)
{
    /// <summary>The word that chooses it.</summary>
    public string Name { get; } = name;

    /// <summary>What it does, one line.</summary>
    public string Summary { get; } = summary;

    /// <summary>Its options, those without effect too.</summary>
    public IReadOnlyList<TopazOption> Options { get; } = options;

    /// <summary>What names stand alone after it, for the help; empty for none.</summary>
    public virtual string Operands => string.Empty;

    /// <summary>Does it.</summary>
    /// <param name="call">How it is called.</param>
    public abstract ExitCode Run(TopazCall call);
}

using DeepEM.Cli.Shell;

namespace DeepEM.Cli.Callers.Topaz;

/// <summary>A command of Topaz's that this program does not do.</summary>
/// <param name="name">The command.</param>
/// <param name="instead">What does it.</param>
internal sealed class TopazNotDone(string name, string instead) : TopazCommand(name, $"not done: {instead}", [])
{
    /// <inheritdoc/>
    public override ExitCode Run(TopazCall call) => throw new TopazRefusal($"{Name} is not done here: {instead}");
}

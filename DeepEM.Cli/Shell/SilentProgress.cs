using DeepEM.Engine.Foundation;

namespace DeepEM.Cli.Shell;

/// <summary>Progress that nobody wants to see.</summary>
internal sealed class SilentProgress : IProgress<StageProgress>
{
    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        // Nobody watches.
    }
}

using DeepEM.Engine.Jobs;

namespace DeepEM.Cli.Callers.Topaz;

/// <summary>One call of one of Topaz's commands.</summary>
/// <param name="Arguments">The words as they were typed, without the program's name.</param>
/// <param name="Words">What they mean.</param>
/// <param name="Input">Names of files, where none are given.</param>
/// <param name="Output">Receives results that go into no file.</param>
/// <param name="Log">Receives everything else.</param>
/// <param name="Token">Asks to stop.</param>
internal sealed record TopazCall(
    IReadOnlyList<string> Arguments,
    TopazWords Words,
    TextReader Input,
    TextWriter Output,
    TopazLog Log,
    CancellationToken Token)
{
    /// <summary>What a job is told besides its settings.</summary>
    public JobContext Context => new()
    {
        Progress = Log,
        Tell = Log.Tell,
        Cancellation = Token,
        Arguments = Arguments,
        Threads = TopazOptions.Threads(Words),
    };
}

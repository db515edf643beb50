using System.Runtime.ExceptionServices;

namespace DeepEM.Engine.Foundation;

/// <summary>A loop over threads that fails as a plain loop does.</summary>
/// <remarks>
/// <see cref="Parallel.For(int, int, ParallelOptions, Action{int})"/> wraps what its bodies throw, and whoever catches
/// a bad file would not see one.
/// </remarks>
internal static class ParallelLoop
{
    /// <summary>Runs a body for every number from 0.</summary>
    /// <param name="count">How many.</param>
    /// <param name="options">How many threads.</param>
    /// <param name="body">Receives the number; what it throws ends the loop and is thrown, of several the first.
    /// </param>
    public static void For(int count, ParallelOptions options, Action<int> body)
    {
        try
        {
            Parallel.For(0, count, options, body);
        }
        catch (AggregateException all)
        {
            ExceptionDispatchInfo.Throw(all.Flatten().InnerExceptions[0]);
        }
    }
}

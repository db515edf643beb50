namespace DeepEM.Engine.Learning.Windows;

/// <summary>Where training windows come from.</summary>
/// <remarks>
/// What a window holds depends on the epoch and its number only, never on the thread or the order of the calls: that
/// is what lets any number of threads, and a resumed training, see the same windows.
/// </remarks>
public interface IWindowSource
{
    /// <summary>Windows in one epoch.</summary>
    int WindowsPerEpoch { get; }

    /// <summary>Makes ready for an epoch; called by one thread before its windows are asked for.</summary>
    /// <param name="epoch">Number of the epoch, from 0.</param>
    /// <param name="centring">
    /// Whether the network tells particles from everything else by now, so that windows may teach it where their
    /// centres are.
    /// </param>
    void BeginEpoch(int epoch, bool centring);

    /// <summary>Cuts one window; may be called by several threads at once.</summary>
    /// <param name="index">Number of the window in the epoch.</param>
    /// <param name="window">Receives side·side values, row by row.</param>
    /// <returns>1 for a particle, 0 for anything else.</returns>
    float Fill(int index, Span<float> window);
}

using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking;

/// <summary>A finder for each of a few sizes of image, so that none allocates anew when sizes alternate.</summary>
/// <remarks>One object serves one caller at a time.</remarks>
/// <param name="backend">The device of the finders; must outlive this object.</param>
/// <param name="newFinder">Makes a finder.</param>
public sealed class CandidateFinders(IComputeBackend backend, Func<CandidateFinder> newFinder) : IDisposable
{
    // Whoever has more sizes than these has a new one each time.
    private const int Most = 2;

    private readonly Dictionary<(int Height, int Width), CandidateFinder> _finders = [];

    /// <summary>The device.</summary>
    internal IComputeBackend Backend => backend;

    /// <summary>The finder for images of one size.</summary>
    /// <param name="height">Their rows.</param>
    /// <param name="width">Their columns.</param>
    /// <returns>A finder; valid until others are asked for.</returns>
    internal CandidateFinder For(int height, int width)
    {
        if (_finders.TryGetValue((height, width), out CandidateFinder? finder))
        {
            return finder;
        }

        if (_finders.Count == Most)
        {
            Dispose();
        }

        finder = newFinder();
        _finders.Add((height, width), finder);
        return finder;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (CandidateFinder finder in _finders.Values)
        {
            finder.Dispose();
        }

        _finders.Clear();
    }
}

using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Micrographs.Preparation;

namespace DeepEM.Engine.Learning.Windows;

/// <summary>The published training set: every patch at 0, 90, 180 and 270 degrees, reshuffled every epoch.</summary>
/// <remarks>
/// Each patch has its own mean subtracted and is divided by its own standard deviation (N − 1). Boxes that reach over
/// the border are shifted inward.
/// </remarks>
public sealed class PublishedWindowSource : IWindowSource
{
    private const int Turns = 4;
    private readonly IReadOnlyList<PreparedMicrograph> _micrographs;
    private readonly TrainingExample[] _examples;
    private readonly int[] _order;
    private readonly int _side;
    private readonly bool _shuffle;
    private readonly RandomSource _random;

    /// <summary>Takes a fixed set of examples.</summary>
    /// <param name="micrographs">The micrographs, grey levels as read.</param>
    /// <param name="examples">The patches.</param>
    /// <param name="side">Side of a patch, pixels.</param>
    /// <param name="turned">True for the four turns of a training set, false for held-out patches.</param>
    /// <param name="random">Its state decides the order; not advanced.</param>
    /// <exception cref="ArgumentException">A micrograph is smaller than the patch.</exception>
    public PublishedWindowSource(
        IReadOnlyList<PreparedMicrograph> micrographs,
        IReadOnlyList<TrainingExample> examples,
        int side,
        bool turned,
        RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(micrographs);
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(random);
        if (micrographs.FirstOrDefault(m => m.Height < side || m.Width < side) is { } small)
        {
            throw new ArgumentException(
                $"{small.Name} ({small.Width}×{small.Height} px) is smaller than the {side} px patch.",
                nameof(micrographs));
        }

        _micrographs = micrographs;
        _examples = [.. examples];
        _side = side;
        _shuffle = turned;
        _random = random.Fork(0);
        _order = new int[_examples.Length * (turned ? Turns : 1)];
        BeginEpoch(0, centring: false);
    }

    /// <inheritdoc/>
    public int WindowsPerEpoch => _order.Length;

    /// <inheritdoc/>
    public void BeginEpoch(int epoch, bool centring)
    {
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        if (_shuffle)
        {
            _random.Fork(epoch + 1).Shuffle(_order.AsSpan());
        }
    }

    /// <inheritdoc/>
    public float Fill(int index, Span<float> window)
    {
        int number = _order[index];
        TrainingExample example = _examples[number % _examples.Length];
        PreparedMicrograph image = _micrographs[example.Micrograph];
        BinnedPosition inside = WindowCutter.ShiftInward(example.Place, image, _side);
        WindowCutter.Cut(image, inside, number / _examples.Length, _side, window);
        PatchStandardisation.Apply(window);
        return example.Target;
    }
}

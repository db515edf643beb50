using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Windows;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>A batch of windows of noise in memory, labelled in turn: training without the cutting of windows.</summary>
internal sealed class RandomWindows : IWindowSource
{
    private readonly float[] _windows;
    private readonly int _length;

    public RandomWindows(NetworkDescription network, int count)
    {
        _length = network.InputSide * network.InputSide;
        _windows = SeededNumbers.Uniform((long)count * _length, -1.7, 1.7, new RandomSource(3));
        WindowsPerEpoch = count;
    }

    public int WindowsPerEpoch { get; }

    public ReadOnlySpan<float> All => _windows;

    public void BeginEpoch(int epoch, bool centring)
    {
        // Every epoch is the same.
    }

    public float Fill(int index, Span<float> window)
    {
        _windows.AsSpan(index * _length, _length).CopyTo(window);
        return index % 2;
    }
}

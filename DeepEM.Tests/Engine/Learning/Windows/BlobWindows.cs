using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Windows;

namespace DeepEM.Tests.Engine.Learning.Windows;

/// <summary>A toy problem: noise with a bright blob in the middle (1) or without (0).</summary>
internal sealed class BlobWindows(int side, int count, long seed) : IWindowSource
{
    private readonly RandomSource _random = new(seed);
    private int _epoch;

    /// <summary>How bright the blob is; noise has a standard deviation of 0.7.</summary>
    public double Blob { get; init; } = 2;

    public int WindowsPerEpoch => count;

    /// <summary>Of every epoch begun so far, whether centres were to be taught.</summary>
    public List<bool> Centring { get; } = [];

    // While centres are taught the windows are others.
    public void BeginEpoch(int epoch, bool centring)
    {
        _epoch = centring ? epoch + 1000 : epoch;
        Centring.Add(centring);
    }

    public float Fill(int index, Span<float> window)
    {
        RandomSource random = _random.Fork(_epoch).Fork(index);
        float target = index % 2;
        double centre = (side - 1) / 2.0;
        for (int i = 0; i < window.Length; i++)
        {
            double dy = (i / side) - centre;
            double dx = (i % side) - centre;
            double blob = Blob * Math.Exp(-((dx * dx) + (dy * dy)) / (2 * 3.0 * 3.0));
            window[i] = (float)((target * blob) + (0.7 * random.NextGaussian()));
        }

        return target;
    }
}

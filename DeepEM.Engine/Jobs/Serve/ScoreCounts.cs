using System.Buffers.Binary;

namespace DeepEM.Engine.Jobs.Serve;

/// <summary>How many picks each micrograph has at the thresholds 0.00, 0.01, ... 1.00. Safe for several threads.
/// </summary>
internal sealed class ScoreCounts
{
    /// <summary>Thresholds.</summary>
    public const int Steps = 101;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, ushort[]> _counts = [];

    /// <summary>Takes the scores of a micrograph.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="scores">Figures of merit of all its candidates, 0 to 1.</param>
    /// <returns>Its counts.</returns>
    public ushort[] Set(int index, IReadOnlyList<double> scores)
    {
        ushort[] counts = Of(scores);
        lock (_lock)
        {
            _counts[index] = counts;
        }

        return counts;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _counts.Clear();
        }
    }

    /// <summary>Picks of a micrograph.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="threshold">The threshold, rounded up to the next of the steps.</param>
    /// <returns>The count; 0 where it was not picked yet.</returns>
    public int At(int index, double threshold)
    {
        int step = Math.Clamp((int)Math.Ceiling((threshold * (Steps - 1)) - 1e-9), 0, Steps - 1);
        lock (_lock)
        {
            return _counts.TryGetValue(index, out ushort[]? counts) ? counts[step] : 0;
        }
    }

    /// <summary>All counts: 101 numbers of two bytes, little endian, for each micrograph; 65535 where it was not picked
    /// yet.</summary>
    /// <param name="micrographs">How many micrographs there are.</param>
    public byte[] ToBytes(int micrographs)
    {
        byte[] bytes = new byte[micrographs * Steps * sizeof(ushort)];
        bytes.AsSpan().Fill(byte.MaxValue);
        lock (_lock)
        {
            foreach ((int index, ushort[] counts) in _counts.Where(each => each.Key < micrographs))
            {
                for (int step = 0; step < Steps; step++)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(
                        bytes.AsSpan(((index * Steps) + step) * sizeof(ushort)), counts[step]);
                }
            }
        }

        return bytes;
    }

    private static ushort[] Of(IReadOnlyList<double> scores)
    {
        double[] rising = [.. scores.Order()];
        ushort[] counts = new ushort[Steps];
        int below = 0;
        for (int step = 0; step < Steps; step++)
        {
            double threshold = step / (Steps - 1.0);
            while (below < rising.Length && rising[below] < threshold)
            {
                below++;
            }

            counts[step] = (ushort)Math.Min(rising.Length - below, ushort.MaxValue - 1);
        }

        return counts;
    }
}

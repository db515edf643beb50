using System.IO.Hashing;
using System.Numerics;
using System.Text;

namespace DeepEM.Engine.Foundation.Numerics;

/// <summary>A seeded generator whose numbers are the same on every platform and whose state can be saved.</summary>
/// <remarks>
/// xoshiro256** seeded through SplitMix64 (Blackman, Vigna, "Scrambled linear pseudorandom number generators",
/// ACM TOMS 47, 2021). <see cref="Random"/> is not used: its sequence is not promised across .NET versions.
/// Not thread-safe: give every thread its own, made with <see cref="Fork"/>.
/// </remarks>
public sealed class RandomSource
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Starts the sequence that belongs to a seed.</summary>
    /// <param name="seed">Any number; near ones give unrelated sequences.</param>
    public RandomSource(long seed) => Start(seed);

    /// <summary>Continues a sequence from a saved state.</summary>
    /// <param name="state">What <see cref="SaveState"/> gave: four words, not all zero.</param>
    /// <exception cref="ArgumentException">The state has not four words, or all are zero.</exception>
    public RandomSource(ReadOnlySpan<ulong> state)
    {
        if (state.Length != 4 || state.IndexOfAnyExcept(0UL) < 0)
        {
            throw new ArgumentException("A generator's state is four words that are not all zero.", nameof(state));
        }

        (_s0, _s1, _s2, _s3) = (state[0], state[1], state[2], state[3]);
    }

    /// <summary>The state from which a new source continues this sequence.</summary>
    /// <returns>Four words.</returns>
    public ulong[] SaveState() => [_s0, _s1, _s2, _s3];

    /// <summary>A source for a file, wherever it lies: it depends on its name, not on its folder.</summary>
    /// <param name="path">Name or path of the file.</param>
    public static RandomSource ForFile(string path) =>
        new(unchecked((long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(Path.GetFileName(path)))));

    /// <summary>An independent source for a numbered part of the work; does not advance this one.</summary>
    /// <param name="part">Number of the part.</param>
    /// <returns>A source that depends on this one's state and the number only.</returns>
    public RandomSource Fork(long part) => new(SeedOf(part));

    /// <summary>Sets a source to what <see cref="Fork"/> gives; does not advance this one.</summary>
    /// <param name="part">Number of the part.</param>
    /// <param name="source">Goes on as the independent source of that part.</param>
    internal void ForkInto(long part, RandomSource source) => source.Start(SeedOf(part));

    /// <summary>64 random bits.</summary>
    /// <returns>Any number with equal chance.</returns>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number of [0, 1) with 53 random bits.</summary>
    /// <returns>The number.</returns>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number of [low, high).</summary>
    /// <param name="low">Lower limit.</param>
    /// <param name="high">Upper limit.</param>
    /// <returns>The number.</returns>
    public double NextDouble(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>A whole number of [0, count).</summary>
    /// <param name="count">How many numbers there are, at least 1.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive.</exception>
    public int NextInt32(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (int)Math.BigMul(NextUInt64(), (ulong)count, out _);
    }

    /// <summary>A normally distributed number (Box, Muller 1958; the second of the pair is not kept).</summary>
    /// <returns>The number, mean 0 and standard deviation 1.</returns>
    public double NextGaussian()
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Puts items into random order (Fisher, Yates).</summary>
    /// <typeparam name="T">Kind of item.</typeparam>
    /// <param name="items">Reordered in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private void Start(long seed)
    {
        ulong x = unchecked((ulong)seed);
        _s0 = SplitMix(ref x);
        _s1 = SplitMix(ref x);
        _s2 = SplitMix(ref x);
        _s3 = SplitMix(ref x);
    }

    private long SeedOf(long part) =>
        unchecked((long)(_s0 ^ BitOperations.RotateLeft(_s2, 23) ^ ((ulong)part * 0x9E3779B97F4A7C15UL)));

    private static ulong SplitMix(ref ulong x)
    {
        x += 0x9E3779B97F4A7C15UL;
        ulong z = x;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}

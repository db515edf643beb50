using System.Globalization;

namespace DeepEM.Engine.Jobs.Pick.Shards;

/// <summary>The part of a picking that a process of its own does, on one machine or on many.</summary>
/// <remarks>
/// Batch k of <see cref="BatchSize"/> micrographs, in the order of the list, belongs to shard k mod n. The shards of a
/// run share nothing but the folder of the outputs: each keeps a ledger of its own, and a merge writes the tables of
/// the whole (<see cref="MergeJob"/>). All of them look at the same few micrographs before they begin.
/// </remarks>
public readonly record struct PickingShard
{
    /// <summary>Neighbours in the list lie in one folder, so that a few are read one after the other.</summary>
    public const int BatchSize = 8;

    /// <summary>A part of a run.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <param name="count">How many there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public PickingShard(int index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        (Index, Count) = (index, count);
    }

    /// <summary>Which shard, from 0.</summary>
    public int Index { get; }

    /// <summary>How many shards there are.</summary>
    public int Count { get; }

    /// <summary>What its own files have in their names.</summary>
    internal string Suffix => string.Create(CultureInfo.InvariantCulture, $"-{Index}-of-{Count}");

    /// <summary>The shard of a micrograph.</summary>
    /// <param name="place">Its place in the list, from 0.</param>
    /// <param name="count">How many shards there are.</param>
    public static int Of(int place, int count) => place / BatchSize % count;

    /// <summary>Whether a micrograph belongs to this shard.</summary>
    /// <param name="place">Its place in the list, from 0.</param>
    public bool Holds(int place) => Of(place, Count) == Index;

    /// <summary>How many micrographs belong to this shard.</summary>
    /// <param name="micrographs">Length of the list.</param>
    public int CountIn(int micrographs)
    {
        int round = BatchSize * Count;
        int rest = (micrographs % round) - (BatchSize * Index);
        return (micrographs / round * BatchSize) + Math.Clamp(rest, 0, BatchSize);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");
}

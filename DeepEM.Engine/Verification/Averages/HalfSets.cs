using System.Numerics;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>Two independent halves of crops: none shows what one of the other half shows, be it only noise.</summary>
/// <remarks>
/// By micrograph where six or more have crops; else by place, where picks on one particle stay together. Neither
/// depends on the order of the crops of a micrograph.
/// </remarks>
internal static class HalfSets
{
    private const int FewestMicrographs = 6;

    // Nearer picks, in diameters, show the same noise.
    private const double SamePlace = 0.5;

    /// <summary>Divides crops.</summary>
    /// <param name="crops">The crops.</param>
    /// <param name="diameter">Particle diameter, pixels.</param>
    /// <returns>0 or 1 for each crop; about as many of both where that can be.</returns>
    public static int[] Of(ParticleCrops crops, double diameter)
    {
        int[] order = CropOrder.Of(crops, Enumerable.Range(0, crops.Count));
        List<int[]> groups = [.. order.GroupBy(number => crops.Places[number].Micrograph).Select(group => group.ToArray())];
        if (groups.Count < FewestMicrographs)
        {
            groups =
            [
                .. groups.SelectMany(micrograph => Clusters(crops, micrograph, SamePlace * diameter))
                    .OrderBy(cluster => Hash(crops.Places[cluster[0]])),
            ];
        }

        int[] halves = new int[crops.Count];
        int[] counts = new int[2];
        foreach (int[] group in groups)
        {
            int half = counts[1] < counts[0] ? 1 : 0;
            counts[half] += group.Length;
            foreach (int number in group)
            {
                halves[number] = half;
            }
        }

        return halves;
    }

    // Crops that hang together by distances below a limit; each in the order given, the clusters by their first.
    private static IEnumerable<int[]> Clusters(ParticleCrops crops, int[] numbers, double distance)
    {
        int[] byColumn = [.. Enumerable.Range(0, numbers.Length).OrderBy(i => crops.Places[numbers[i]].X)];
        int[] parents = [.. Enumerable.Range(0, numbers.Length)];
        for (int i = 0; i < byColumn.Length; i++)
        {
            CropPlace place = crops.Places[numbers[byColumn[i]]];
            for (int j = i + 1; j < byColumn.Length; j++)
            {
                CropPlace other = crops.Places[numbers[byColumn[j]]];
                if (other.X - place.X >= distance)
                {
                    break;
                }

                if (double.Hypot(other.X - place.X, other.Y - place.Y) < distance)
                {
                    (int a, int b) = (Root(parents, byColumn[i]), Root(parents, byColumn[j]));
                    parents[Math.Max(a, b)] = Math.Min(a, b);
                }
            }
        }

        return Enumerable.Range(0, numbers.Length)
            .GroupBy(i => Root(parents, i), i => numbers[i])
            .Select(cluster => cluster.ToArray());
    }

    private static int Root(int[] parents, int item)
    {
        while (parents[item] != item)
        {
            item = parents[item] = parents[parents[item]];
        }

        return item;
    }

    private static ulong Hash(CropPlace place)
    {
        ulong mixed = Mix((ulong)place.Micrograph ^ Mix(BitConverter.DoubleToUInt64Bits(place.X)));
        return Mix(mixed ^ BitConverter.DoubleToUInt64Bits(place.Y));
    }

    // The last step of SplitMix64: near numbers give unrelated ones.
    private static ulong Mix(ulong value)
    {
        ulong z = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return BitOperations.RotateLeft(z ^ (z >> 31), 29);
    }
}

using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Coordinates.Names;

/// <summary>Names that are there, to be brought together with names that are looked for, the better claim first.
/// </summary>
/// <remarks>
/// <para>In this order, and what is taken is not there any more for a weaker claim:</para>
/// <list type="number">
/// <item>the same name;</item>
/// <item>the same file name without extension, and folders of which one name has fewer and no other ones
/// (<c>/data/grid1/a.mrc</c> and <c>grid1/a.mrc</c>; <c>a</c> has none), most folders first;</item>
/// <item>the same file name in folders that differ, as after a move, most equal folders at the end first. Not where a
/// name was matched with its folder: then folders count, and a name that is not there is not there;</item>
/// <item>the last two for file names without what programs put around them (<see cref="LooseStem"/>).</item>
/// </list>
/// </remarks>
internal sealed class NameIndex
{
    private readonly string[] _names;
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly ILookup<string, int> _byStem;
    private readonly ILookup<string, int> _byLooseStem;

    /// <summary>Prepares the search.</summary>
    /// <param name="names">Names, paths or stems; of equal ones the first counts.</param>
    public NameIndex(IEnumerable<string> names)
    {
        _names = [.. names];
        int[] all = [.. Enumerable.Range(0, _names.Length).Where(i => _byName.TryAdd(_names[i], i))];
        string[] stems = [.. _names.Select(FileStem.Of)];
        _byStem = all.ToLookup(i => stems[i], StringComparer.Ordinal);
        _byLooseStem = all.ToLookup(i => LooseStem.Of(stems[i]), StringComparer.Ordinal);
    }

    /// <summary>Finds a name for each that is looked for.</summary>
    /// <param name="wanted">Names, paths or stems.</param>
    /// <param name="clash">Makes the error where nobody can say which one is meant.</param>
    /// <returns>For each its number among the names that are there, none twice; -1 where there is none.</returns>
    public int[] Match(IReadOnlyList<string> wanted, Func<NameClash, Exception> clash)
    {
        Claims claims = new(wanted, clash, new int[wanted.Count], new bool[_names.Length]);
        Array.Fill(claims.Found, -1);
        bool foldersCount = false;
        for (int i = 0; i < wanted.Count; i++)
        {
            if (_byName.TryGetValue(wanted[i], out int name) && !claims.IsTaken[name])
            {
                claims.Take(i, name);
                foldersCount |= Folders(wanted[i]).Length > 0;
            }
        }

        foreach ((ILookup<string, int> names, Func<string, string> stem) in
            new (ILookup<string, int>, Func<string, string>)[]
            {
                (_byStem, FileStem.Of),
                (_byLooseStem, name => LooseStem.Of(FileStem.Of(name))),
            })
        {
            ILookup<string, int> open = Enumerable.Range(0, wanted.Count).Where(i => claims.Found[i] < 0)
                .ToLookup(i => stem(wanted[i]), StringComparer.Ordinal);
            IGrouping<string, int>[] groups = [.. open.Where(group => names.Contains(group.Key))];
            foreach (IGrouping<string, int> group in groups)
            {
                foldersCount |= Settle([.. group], [.. names[group.Key]], claims, differ: false);
            }

            foreach (IGrouping<string, int> group in foldersCount ? [] : groups)
            {
                _ = Settle([.. group], [.. names[group.Key]], claims, differ: true);
            }
        }

        return claims.Found;
    }

    // True when a folder took part in a match.
    private bool Settle(int[] wanted, int[] names, Claims claims, bool differ)
    {
        bool foldersCount = false;
        int[] there = [.. names.Where(name => !claims.IsTaken[name])];
        int[] open = [.. wanted.Where(i => claims.Found[i] < 0)];
        if (there.Length == 0 || open.Length == 0)
        {
            return false;
        }

        // One row for each that is looked for; -1 is no claim at all.
        int[][] strength =
            [.. open.Select(i => there.Select(name => Strength(claims.Wanted[i], _names[name], differ)).ToArray())];
        foreach (int level in strength.SelectMany(row => row).Where(level => level >= 0).Distinct().OrderDescending())
        {
            List<(int Wanted, int Name)> pairs = [];
            for (int i = 0; i < open.Length; i++)
            {
                pairs.AddRange(
                    from j in Enumerable.Range(0, there.Length)
                    where strength[i][j] == level && claims.Found[open[i]] < 0 && !claims.IsTaken[there[j]]
                    select (open[i], there[j]));
            }

            foreach ((int one, int name) in pairs)
            {
                claims.Require(one, name, pairs, _names);
            }

            foreach ((int one, int name) in pairs)
            {
                claims.Take(one, name);
                foldersCount |= level > 0;
            }
        }

        return foldersCount && !differ;
    }

    // How many folders at the end agree.
    private static int Strength(string wanted, string name, bool differ)
    {
        string[] one = Folders(wanted);
        string[] other = Folders(name);
        int least = Math.Min(one.Length, other.Length);
        int same = 0;
        while (same < least && one[^(same + 1)] == other[^(same + 1)])
        {
            same++;
        }

        return same == least || differ ? same : -1;
    }

    private static string[] Folders(string name) =>
        [.. name.Split(['/', Path.DirectorySeparatorChar])[..^1].Where(folder => folder is not ("" or "."))];

    // What is taken by now, and by which.
    private sealed record Claims(
        IReadOnlyList<string> Wanted, Func<NameClash, Exception> Clash, int[] Found, bool[] IsTaken)
    {
        public void Take(int wanted, int name)
        {
            Found[wanted] = name;
            IsTaken[name] = true;
        }

        public void Require(int wanted, int name, List<(int Wanted, int Name)> pairs, string[] names)
        {
            foreach ((int one, int other) in pairs)
            {
                if (one == wanted && other != name)
                {
                    throw Clash(new NameClash(IsOfWanted: true, Wanted[wanted], names[name], names[other]));
                }

                if (one != wanted && other == name)
                {
                    throw Clash(new NameClash(IsOfWanted: false, names[name], Wanted[wanted], Wanted[one]));
                }
            }
        }
    }
}

using System.IO.Enumeration;

namespace DeepEM.Engine.Foundation.Files;

/// <summary>Goes through the names of a folder again and again and gives those that are new; a name that is known costs
/// no memory.</summary>
/// <remarks>The folder is listed, files are not asked for by name: network file systems remember for a minute that a
/// name was not there.</remarks>
/// <param name="folder">The folder; those below it are not looked into.</param>
/// <param name="isWanted">Says of a name, without its folder, whether it is of interest at all.</param>
public sealed class NewNames(string folder, NewNames.Filter isWanted)
{
    private static readonly EnumerationOptions _all = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Says whether a name is of interest.</summary>
    /// <param name="name">The name, without its folder.</param>
    public delegate bool Filter(ReadOnlySpan<char> name);

    /// <summary>Lists the folder.</summary>
    /// <returns>Names that no list before this one had, in ordinal order; no folders.</returns>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be listed.</exception>
    public IReadOnlyList<string> Next()
    {
        List<string> found = [];
        using (Walk walk = new(folder, _known.GetAlternateLookup<ReadOnlySpan<char>>(), isWanted))
        {
            while (walk.MoveNext())
            {
                found.Add(walk.Current);
            }
        }

        _known.UnionWith(found);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>Whether a list had a name.</summary>
    /// <param name="name">The name, without its folder.</param>
    public bool Has(string name) => _known.Contains(name);

    private sealed class Walk(
        string folder, HashSet<string>.AlternateLookup<ReadOnlySpan<char>> known, Filter isWanted)
        : FileSystemEnumerator<string>(folder, _all)
    {
        protected override bool ShouldIncludeEntry(ref FileSystemEntry entry) =>
            !known.Contains(entry.FileName) && isWanted(entry.FileName) && !entry.IsDirectory;

        protected override string TransformEntry(ref FileSystemEntry entry) => entry.FileName.ToString();
    }
}

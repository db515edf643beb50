namespace DeepEM.Engine.Foundation.Star;

/// <summary>A STAR file: its blocks in the order of the file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Tables">One table per block, at least one.</param>
public sealed record StarFile(string Path, IReadOnlyList<StarTable> Tables)
{
    /// <summary>The block of a name.</summary>
    /// <param name="name">What follows <c>data_</c>; may be empty.</param>
    /// <returns>The block, or null.</returns>
    public StarTable? Find(string name) =>
        Tables.FirstOrDefault(table => string.Equals(table.Name, name, StringComparison.Ordinal));

    /// <summary>The first block that has certain columns, whatever its name.</summary>
    /// <param name="columns">Their labels, with the leading underscore.</param>
    /// <returns>The block.</returns>
    /// <exception cref="InvalidFileException">No block has them all.</exception>
    public StarTable Require(params ReadOnlySpan<string> columns)
    {
        foreach (StarTable table in Tables)
        {
            bool hasAll = true;
            foreach (string column in columns)
            {
                hasAll &= table.HasColumn(column);
            }

            if (hasAll)
            {
                return table;
            }
        }

        string found = string.Join(", ", Tables.Select(table => table.Columns.Count == 0
            ? $"data_{table.Name} without columns"
            : $"data_{table.Name} with {string.Join(" ", table.Columns.Take(6))}"));
        throw new InvalidFileException(Path, $"found {found}; expected a table with {string.Join(" and ", columns!)}");
    }
}

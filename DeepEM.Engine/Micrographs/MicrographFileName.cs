namespace DeepEM.Engine.Micrographs;

/// <summary>The names by which micrographs are found in a folder; what a file is, its content decides.</summary>
public static class MicrographFileName
{
    private static readonly string[][] _kinds =
    [
        [".mrc", ".mrc.gz", ".mrc.bz2", ".mrc.zst"],
        [".tif", ".tiff"],
        [".png", ".jpg", ".jpeg"],
    ];

    /// <summary>All extensions, for a message.</summary>
    public static string Extensions => string.Join(' ', _kinds.SelectMany(kind => kind.Select(end => "*" + end)));

    /// <summary>The micrographs among the files of a folder.</summary>
    /// <remarks>
    /// Of the three kinds - MRC and what it is packed in, TIFF, pictures - only the first that is there: beside
    /// micrographs in MRC, TIFF files are mostly their movies, and pictures mostly drawings of them. Names that begin
    /// with a dot are left out.
    /// </remarks>
    /// <param name="files">Paths or names.</param>
    /// <returns>Those that are micrographs by their names, in the order given.</returns>
    public static IReadOnlyList<string> Choose(IReadOnlyList<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        IEnumerable<IReadOnlyList<string>> found = _kinds.Select(
            IReadOnlyList<string> (kind) => [.. files.Where(file => IsOfKind(Path.GetFileName(file), kind))]);
        return found.FirstOrDefault(list => list.Count > 0, []);
    }

    /// <summary>The names that a micrograph of a given stem can have, the likeliest first.</summary>
    /// <param name="stem">For example <c>mic001</c>.</param>
    /// <returns>For example <c>mic001.mrc</c>, <c>mic001.mrc.gz</c>, ...</returns>
    public static IEnumerable<string> OfStem(string stem) => _kinds.SelectMany(kind => kind.Select(end => stem + end));

    /// <summary>Which kind of micrograph a name belongs to; costs no memory.</summary>
    /// <param name="name">The name, without its folder.</param>
    /// <returns>0 for MRC and what it is packed in, 1 for TIFF, 2 for pictures; -1 for no micrograph.</returns>
    public static int KindOf(ReadOnlySpan<char> name)
    {
        for (int kind = 0; kind < _kinds.Length; kind++)
        {
            if (IsOfKind(name, _kinds[kind]))
            {
                return kind;
            }
        }

        return -1;
    }

    private static bool IsOfKind(ReadOnlySpan<char> name, string[] kind)
    {
        if (name is ['.', ..])
        {
            return false;
        }

        foreach (string end in kind)
        {
            if (name.EndsWith(end, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}

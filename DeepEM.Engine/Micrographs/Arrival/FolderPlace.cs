using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Micrographs.Arrival;

/// <summary>A folder to which micrographs come; folders below it are not looked into.</summary>
/// <remarks>
/// Of the kinds of <see cref="MicrographFileName.KindOf"/> only the best that was ever seen is taken: as soon as there
/// are micrographs in MRC, TIFF files are taken for their movies, and pictures for drawings of them. What
/// <see cref="ByProductName"/> knows is never taken. Names of programs that copy (<c>.mic.mrc.x7Yq</c>,
/// <c>mic.mrc.part</c>, <c>mic.mrc~</c>) are no micrographs' names.
/// </remarks>
/// <param name="folder">The folder.</param>
internal sealed class FolderPlace(string folder) : IArrivalPlace
{
    private readonly NewNames _names = new(
        folder, name => MicrographFileName.KindOf(name) >= 0 && !ByProductName.IsOne(name));

    private readonly string _full = System.IO.Path.GetFullPath(folder);
    private int _best = int.MaxValue;

    /// <inheritdoc/>
    public string Path => folder;

    /// <inheritdoc/>
    public OutputNames Names => OutputNames.Stems;

    /// <inheritdoc/>
    public IComparer<MicrographSource> Order { get; } = Comparer<MicrographSource>.Create(
        (first, second) => string.CompareOrdinal(first.Path, second.Path));

    /// <inheritdoc/>
    public IReadOnlyList<MicrographSource> Scan(bool isLate)
    {
        IReadOnlyList<string> found = List();
        _best = found.Select(name => MicrographFileName.KindOf(name)).Append(_best).Min();
        return
        [
            .. found.Where(name => MicrographFileName.KindOf(name) == _best)
                .Select(name => System.IO.Path.Combine(folder, name))
                .Select(path => new MicrographSource(path, path, null)),
        ];
    }

    /// <inheritdoc/>
    public bool Covers(string path) =>
        System.IO.Path.GetDirectoryName(path) == System.IO.Path.TrimEndingDirectorySeparator(_full);

    private IReadOnlyList<string> List()
    {
        try
        {
            return _names.Next();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidFileException(folder, "the folder cannot be listed", exception);
        }
    }
}

using DeepEM.Engine.Foundation;

namespace DeepEM.Engine.Coordinates;

/// <summary>What one file of coordinates holds.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">How it was understood.</param>
/// <param name="HasNames">Whether it names micrographs itself.</param>
/// <param name="Micrographs">Picks per micrograph; without names at most one, whose name is empty.</param>
public sealed record CoordinateFile(
    string Path, CoordinateFormat Format, bool HasNames, IReadOnlyList<MicrographPicks> Micrographs)
{
    /// <summary>The picks as those of one micrograph.</summary>
    /// <param name="micrograph">Its name.</param>
    /// <returns>The picks under this name, whatever name the file has for it.</returns>
    /// <exception cref="InvalidFileException">The file holds particles of several micrographs.</exception>
    public MicrographPicks ForMicrograph(string micrograph) => Micrographs.Count switch
    {
        0 => new MicrographPicks(micrograph, Path, []),
        1 => Micrographs[0] with { Micrograph = micrograph },
        _ => throw new InvalidFileException(
            Path,
            $"holds particles of {Micrographs.Count} micrographs, expected those of {micrograph}; "
            + "name the file itself"),
    };
}

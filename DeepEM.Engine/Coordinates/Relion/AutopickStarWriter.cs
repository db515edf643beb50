using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates.Relion;

/// <summary>Writes <c>autopick.star</c>, by which RELION 4 and 5 find the picks of every micrograph.</summary>
public static class AutopickStarWriter
{
    private static readonly string[] _columns = ["_rlnMicrographName", "_rlnMicrographCoordinates"];

    /// <summary>Writes the file, atomically.</summary>
    /// <param name="path">The file, replaced when there.</param>
    /// <param name="entries">Every micrograph, those without picks too.</param>
    /// <exception cref="ArgumentException">A name cannot stand in a STAR file.</exception>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(string path, IEnumerable<AutopickEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        AtomicFile.WriteText(path, writer =>
        {
            StarWriter.WriteVersion(writer);
            StarWriter.WriteLoop(
                writer,
                "coordinate_files",
                _columns,
                entries.Select(entry => new[] { entry.MicrographName, entry.CoordinatesPath }));
        });
    }
}

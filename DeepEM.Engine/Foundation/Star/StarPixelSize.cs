using System.Globalization;

namespace DeepEM.Engine.Foundation.Star;

/// <summary>Pixel sizes of micrographs as a RELION STAR file gives them, row by row.</summary>
/// <remarks>
/// Since RELION 3.1 the table has optics groups, and block <c>data_optics</c> gives each group's
/// <c>_rlnMicrographPixelSize</c>, or else its <c>_rlnMicrographOriginalPixelSize</c>. Before, the rows have
/// <c>_rlnDetectorPixelSize</c> (micrometres) and <c>_rlnMagnification</c>:
/// <code>PixelSizeAngstrom = 10000 · DetectorPixelSize / Magnification</code>
/// </remarks>
public sealed class StarPixelSize
{
    private const string Group = "_rlnOpticsGroup";
    private const string MicrographPixelSize = "_rlnMicrographPixelSize";
    private const string OriginalPixelSize = "_rlnMicrographOriginalPixelSize";
    private const string Detector = "_rlnDetectorPixelSize";
    private const string Magnification = "_rlnMagnification";

    private readonly StarTable _table;
    private readonly Dictionary<int, double?>? _groups;

    /// <summary>Prepares the pixel sizes of one table.</summary>
    /// <param name="file">The file.</param>
    /// <param name="table">Its table of micrographs or particles.</param>
    /// <exception cref="InvalidFileException">The optics table is wrong.</exception>
    public StarPixelSize(StarFile file, StarTable table)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(table);
        _table = table;
        StarTable? optics = file.Find("optics");
        if (optics is not null && !ReferenceEquals(optics, table) && table.HasColumn(Group))
        {
            _groups = ReadGroups(optics);
        }
    }

    /// <summary>The pixel size that belongs to a row.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <returns>Angstrom, positive; null when the file does not say.</returns>
    /// <exception cref="InvalidFileException">A value is no positive number, or the optics group is not listed.
    /// </exception>
    public double? Of(int row)
    {
        if (_table.HasColumn(MicrographPixelSize))
        {
            return Positive(_table, row, MicrographPixelSize);
        }

        if (_groups is not null)
        {
            int group = _table.WholeNumber(row, Group);
            return _groups.TryGetValue(group, out double? size)
                ? size
                : throw _table.Invalid(row, Group, string.Create(
                    CultureInfo.InvariantCulture, $"found optics group {group}, expected one of data_optics"));
        }

        return _table.HasColumn(Detector) && _table.HasColumn(Magnification)
            ? 10000 * Positive(_table, row, Detector) / Positive(_table, row, Magnification)
            : null;
    }

    private static Dictionary<int, double?> ReadGroups(StarTable optics)
    {
        string? column = optics.HasColumn(MicrographPixelSize) ? MicrographPixelSize
            : optics.HasColumn(OriginalPixelSize) ? OriginalPixelSize
            : null;
        Dictionary<int, double?> groups = [];
        for (int row = 0; row < optics.RowCount; row++)
        {
            double? size = column is null ? null : Positive(optics, row, column);
            if (!groups.TryAdd(optics.WholeNumber(row, Group), size))
            {
                throw optics.Invalid(row, Group, "found an optics group twice, expected each once");
            }
        }

        return groups;
    }

    private static double Positive(StarTable table, int row, string column)
    {
        double value = table.Number(row, column);
        return value > 0 ? value : throw table.Invalid(row, column, "expected a positive number");
    }
}

using System.Globalization;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates.Relion;

/// <summary>Reads RELION's table of optics groups.</summary>
internal static class OpticsTable
{
    /// <summary>Name of the block.</summary>
    public const string Block = "optics";

    /// <summary>Its groups by number.</summary>
    /// <param name="optics">The table.</param>
    /// <returns>The groups, in the order of the table.</returns>
    /// <exception cref="Foundation.InvalidFileException">A number occurs twice, or a pixel size that is needed is no
    /// positive number.</exception>
    public static OrderedDictionary<int, OpticsGroup> Read(StarRows optics)
    {
        OrderedDictionary<int, OpticsGroup> groups = [];
        for (int row = 0; row < optics.RowCount; row++)
        {
            OpticsGroup group = ReadGroup(optics, row);
            if (!groups.TryAdd(group.Number, group))
            {
                throw optics.Invalid(
                    row, RelionLabels.OpticsGroup, "found an optics group twice, expected each once");
            }
        }

        return groups;
    }

    // Of the sizes that can stand for the micrographs' the first must be right; what only helps may be missing.
    private static OpticsGroup ReadGroup(StarRows optics, int row)
    {
        bool hasOwn = optics.HasColumn(RelionLabels.MicrographPixelSize);
        double? own = hasOwn ? Positive(optics, row, RelionLabels.MicrographPixelSize) : null;
        bool needsOriginal = !hasOwn && optics.HasColumn(RelionLabels.OriginalPixelSize);
        return new OpticsGroup(
            optics.WholeNumber(row, RelionLabels.OpticsGroup),
            optics.HasColumn(RelionLabels.OpticsGroupName) ? optics.Text(row, RelionLabels.OpticsGroupName) : null,
            row)
        {
            MicrographPixelSizeAngstrom = own,
            OriginalPixelSizeAngstrom = needsOriginal
                ? Positive(optics, row, RelionLabels.OriginalPixelSize)
                : PositiveOrNull(optics, row, RelionLabels.OriginalPixelSize),
            ImagePixelSizeAngstrom = PositiveOrNull(optics, row, RelionLabels.ImagePixelSize),
        };
    }

    private static double Positive(StarRows table, int row, string column)
    {
        double value = table.Number(row, column);
        return value > 0 ? value : throw table.Invalid(row, column, "expected a positive number");
    }

    private static double? PositiveOrNull(StarRows table, int row, string column)
    {
        if (!table.HasColumn(column))
        {
            return null;
        }

        bool isNumber = double.TryParse(
            table.Text(row, column), NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        return isNumber && value > 0 && double.IsFinite(value) ? value : null;
    }
}

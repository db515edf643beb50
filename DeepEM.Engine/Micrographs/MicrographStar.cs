using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Micrographs;

/// <summary>What a STAR file says of micrographs, one after the other.</summary>
/// <param name="TableName">The table that names them.</param>
/// <param name="Rows">The name of each, byte for byte, and its pixel size in angstrom where the file says it.</param>
/// <param name="Table">The same table with all its columns.</param>
/// <param name="Optics">The table of optics groups that its rows refer to; null where there is none.</param>
internal sealed record MicrographStar(
    string TableName, IReadOnlyList<(string Name, double? PixelSize)> Rows, StarRows Table, StarRows? Optics)
{
    private const string MicrographName = "_rlnMicrographName";
    private const string OpticsGroup = "_rlnOpticsGroup";

    /// <summary>All that the file says of one micrograph.</summary>
    /// <param name="number">Its row, from 0.</param>
    public MicrographRow RowOf(int number) => new(Table, number, Optics);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What it says; the micrographs need not be there.</returns>
    /// <exception cref="InvalidFileException">It cannot be read, or names no micrographs.</exception>
    public static MicrographStar Read(string path)
    {
        StarFile star = StarReader.Read(path);
        StarTable table = star.Find("micrographs") is StarTable micrographs && micrographs.HasColumn(MicrographName)
            ? micrographs
            : star.Require(MicrographName);
        StarPixelSize pixelSize = new(star, table);
        List<(string Name, double? PixelSize)> rows = new(table.RowCount);
        for (int row = 0; row < table.RowCount; row++)
        {
            string name = table.Text(row, MicrographName);
            if (name.Length == 0)
            {
                throw table.Invalid(row, MicrographName, "found an empty name, expected a micrograph");
            }

            rows.Add((name, pixelSize.Of(row)));
        }

        StarTable? optics = star.Find("optics");
        bool hasOptics = optics is not null && !ReferenceEquals(optics, table) && table.HasColumn(OpticsGroup);
        return new MicrographStar(table.Name, rows, StarRows.Of(table), hasOptics ? StarRows.Of(optics!) : null);
    }
}

using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.NumPy;

namespace DeepEM.Engine.Coordinates.CryoSparc;

/// <summary>Takes particles from a <c>.cs</c> file of cryoSPARC.</summary>
/// <remarks>
/// <c>location/center_x_frac</c> and <c>center_y_frac</c> are fractions of <c>location/micrograph_shape</c> = [y, x]
/// (see <see cref="CoordinateFrame"/>), <c>location/micrograph_path</c> names the micrograph,
/// <c>pick_stats/ncc_score</c> is the score where there is one.
/// </remarks>
public static class CryoSparcReader
{
    /// <summary>Name of the field with the fraction of the width.</summary>
    public const string X = "location/center_x_frac";

    /// <summary>Name of the field with the fraction of the height, from the last row.</summary>
    public const string Y = "location/center_y_frac";

    /// <summary>Name of the field with rows and columns of the micrograph.</summary>
    public const string Shape = "location/micrograph_shape";

    /// <summary>Name of the field with the micrograph's path.</summary>
    public const string Micrograph = "location/micrograph_path";

    /// <summary>Name of the field with the micrograph's pixel size, angstrom.</summary>
    public const string PixelSize = "location/micrograph_psize_A";

    /// <summary>Name of the field with the picker's score.</summary>
    public const string Score = "pick_stats/ncc_score";

    // cryoSPARC puts it before paths that are relative to the project.
    private const char Mark = '>';

    /// <summary>Reads a file that is in memory already.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="warnings">Receives what was odd.</param>
    /// <returns>The particles, each place once.</returns>
    /// <exception cref="InvalidFileException">It is no such file, or a value is wrong.</exception>
    public static CoordinateFile Parse(string path, byte[] bytes, ICollection<Notice> warnings)
    {
        NumPyTable table = NumPyTable.Parse(path, bytes);
        if (!table.HasField(X))
        {
            throw new InvalidFileException(
                path,
                $"has no field {X}, expected picks or particles of cryoSPARC (after an extraction the places are in "
                + "the job's *_passthrough_particles.cs)");
        }

        NumPyField x = table.Numbers(X);
        NumPyField y = table.Numbers(Y);
        NumPyField shape = table.Numbers(Shape, count: 2);
        NumPyField micrograph = table.Texts(Micrograph);
        NumPyField? score = table.HasField(Score) ? table.Numbers(Score) : null;
        NumPyField? pixelSize = table.HasField(PixelSize) ? table.Numbers(PixelSize) : null;
        ParticleCollector particles = new(path);
        Dictionary<string, (MicrographSize Size, double? PixelSize)> known = new(StringComparer.Ordinal);
        for (int row = 0; row < table.RowCount; row++)
        {
            string name = WithoutMark(table.Text(row, micrograph));
            MicrographSize size = SizeOf(table, row, shape);
            Particle particle = CoordinateFrame.FromFractions(
                table.Number(row, x),
                table.Number(row, y),
                size,
                score is NumPyField merit ? table.Number(row, merit) : 0);
            if (particles.Add(name, particle))
            {
                double angstrom = pixelSize is NumPyField field ? table.Number(row, field) : 0;
                known.Add(name, (size, angstrom > 0 ? angstrom : null));
                if (!ParticleCollector.IsName(name))
                {
                    throw table.Invalid(row, Micrograph, $"found '{name}', expected the path of a micrograph");
                }
            }
            else if (known[name].Size != size)
            {
                throw table.Invalid(
                    row, Shape, $"found {size.Width} x {size.Height}, expected {known[name].Size.Width} x "
                    + $"{known[name].Size.Height} as before on {name}");
            }
        }

        return new CoordinateFile(
            path,
            CoordinateFormat.CryoSparc,
            HasNames: true,
            [
                .. particles.Finish(warnings).Select(picks => picks with
                {
                    Size = known[picks.Micrograph].Size,
                    PixelSizeAngstrom = known[picks.Micrograph].PixelSize,
                }),
            ]);
    }

    /// <summary>A name as it is written, so that the reader gives it back.</summary>
    /// <param name="micrograph">The name.</param>
    internal static string WithMark(string micrograph) => micrograph.StartsWith(Mark) ? Mark + micrograph : micrograph;

    /// <summary>A path without the mark.</summary>
    /// <param name="path">As in a file.</param>
    internal static string WithoutMark(string path) => path.StartsWith(Mark) ? path[1..] : path;

    /// <summary>Extents of a micrograph.</summary>
    /// <param name="table">The table.</param>
    /// <param name="row">Row, from 0.</param>
    /// <param name="shape">A field of rows and columns.</param>
    /// <exception cref="InvalidFileException">One is no positive number.</exception>
    internal static MicrographSize SizeOf(NumPyTable table, int row, NumPyField shape) =>
        new(Extent(table, row, shape, 1), Extent(table, row, shape, 0));

    private static int Extent(NumPyTable table, int row, NumPyField shape, int index)
    {
        double extent = table.Number(row, shape, index);
        return extent is >= 1 and <= int.MaxValue
            ? (int)extent
            : throw table.Invalid(
                row, shape.Name, $"found an extent of {extent}, expected a positive number of pixels");
    }
}

using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Coordinates.Boxes;

/// <summary>Takes particles from crYOLO's <c>.cbox</c> since version 1.8, a STAR file with corners and sizes.</summary>
/// <remarks>The boxes are those of <c>data_cryolo</c>. Other tables have the same columns with another meaning:
/// <c>data_filament_vertices</c> holds centres, one for each bend of a filament. <c>&lt;NA&gt;</c> stands for "not
/// set"; such a confidence becomes 0.</remarks>
internal static class CboxReader
{
    private const string Boxes = "cryolo";
    private const string Vertices = "filament_vertices";
    private const string X = "_CoordinateX";
    private const string Y = "_CoordinateY";
    private const string Width = "_Width";
    private const string Height = "_Height";
    private const string Confidence = "_Confidence";
    private const string NotSet = "<NA>";

    // crYOLO's own default threshold; a .cbox holds what lies below, too.
    private const double UsualThreshold = 0.3;

    /// <summary>Whether a STAR file is a <c>.cbox</c>.</summary>
    /// <param name="star">The file.</param>
    /// <returns>True when a table has corners and widths.</returns>
    public static bool IsCbox(StarFile star) => Find(star) is not null;

    /// <summary>Reads the particles.</summary>
    /// <param name="star">The file.</param>
    /// <param name="warnings">Receives what was odd.</param>
    /// <returns>Particles at the boxes' centres, each place once.</returns>
    /// <exception cref="InvalidFileException">A value is missing or wrong.</exception>
    public static CoordinateFile Read(StarFile star, ICollection<Notice> warnings)
    {
        StarTable table = Find(star) ?? star.Require(X, Y, Width, Height);
        if (table.Name == Vertices)
        {
            throw new InvalidFileException(
                star.Path, $"data_{Vertices} holds the bends of filaments, expected boxes in data_{Boxes}");
        }

        bool hasConfidence = table.HasColumn(Confidence);
        ParticleCollector particles = new(star.Path);
        double least = double.PositiveInfinity;
        for (int row = 0; row < table.RowCount; row++)
        {
            double width = Positive(table, row, Width);
            double height = Positive(table, row, Height);
            double score = hasConfidence && table.Text(row, Confidence) != NotSet ? table.Number(row, Confidence) : 0;
            least = Math.Min(least, score);
            particles.Add(
                "",
                CoordinateFrame.FromBox(table.Number(row, X), table.Number(row, Y), width, height, score),
                width == height ? width : null);
        }

        if (hasConfidence)
        {
            WarnOfLowConfidence(star.Path, least, warnings);
        }

        return new CoordinateFile(star.Path, CoordinateFormat.Cbox, HasNames: false, particles.Finish(warnings));
    }

    /// <summary>Says that a file holds boxes below crYOLO's threshold.</summary>
    /// <param name="path">The file.</param>
    /// <param name="least">Its lowest confidence.</param>
    /// <param name="warnings">Receives the line.</param>
    public static void WarnOfLowConfidence(string path, double least, ICollection<Notice> warnings)
    {
        if (least is > 0 and < UsualThreshold)
        {
            warnings.Warn(
                path,
                NoticeCode.LowConfidence,
                string.Create(
                CultureInfo.InvariantCulture,
                $"holds boxes below crYOLO's usual threshold of {UsualThreshold}, down to a confidence of "
                + $"{least:G3}"));
        }
    }

    // What other tables hold is known of the vertices only: those come last.
    private static StarTable? Find(StarFile star) => star.Tables.Where(HasBoxes)
        .OrderBy(table => table.Name switch { Boxes => 0, Vertices => 2, _ => 1 }).FirstOrDefault();

    private static bool HasBoxes(StarTable table) =>
        table.HasColumn(X) && table.HasColumn(Y) && table.HasColumn(Width) && table.HasColumn(Height);

    private static double Positive(StarTable table, int row, string column)
    {
        double value = table.Number(row, column);
        return value > 0 ? value : throw table.Invalid(row, column, string.Create(
            CultureInfo.InvariantCulture, $"found a box of {value}, expected a positive size"));
    }
}

using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Tables;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary><c>micrographs.csv</c>: a line for each micrograph that was verified, those without picks too.</summary>
internal static class VerifiedMicrographTable
{
    private static readonly string[] _columns =
    [
        "micrograph", "path", "width", "height", "pixel_size", "diameter", "picks", "expected_particles",
        "free_share", "masked_share", "inverted", "looks_denoised",
    ];

    /// <summary>Writes the table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="result">What the micrographs belong to.</param>
    public static void Write(TextWriter writer, VerificationResult result)
    {
        writer.Write(string.Join(',', _columns) + "\n");
        foreach (VerifiedMicrograph one in result.Micrographs)
        {
            string[] fields =
            [
                DelimitedLine.Field(one.Name),
                DelimitedLine.Field(one.Path),
                CsvTable.Number(one.Size.Width),
                CsvTable.Number(one.Size.Height),
                CsvTable.Number(one.PixelSizeAngstrom),
                CsvTable.Number(result.DiameterAngstrom),
                CsvTable.Number(one.Picks),
                CsvTable.Number(one.ExpectedParticles),
                CsvTable.Number(one.FreeShare),
                CsvTable.Number(one.MaskedShare),
                CsvTable.Flag(one.IsInverted),
                CsvTable.Flag(one.LooksDenoised),
            ];
            writer.Write(string.Join(',', fields) + "\n");
        }
    }

    /// <summary>Reads the table.</summary>
    /// <param name="path">The table.</param>
    /// <param name="diameter">Receives the particle's diameter, angstrom.</param>
    /// <exception cref="InvalidFileException">It cannot be read, has no micrograph, or one twice.</exception>
    public static IReadOnlyList<VerifiedMicrograph> Read(string path, out double diameter)
    {
        double last = 0;
        HashSet<string> names = new(StringComparer.Ordinal);
        IReadOnlyList<VerifiedMicrograph> micrographs = CsvTable.Read(path, _columns, row =>
        {
            last = Positive(row, "diameter");
            string name = row.Text("micrograph");
            return names.Add(name) ? Parse(row, name) : throw row.Invalid(
                "micrograph", $"found {name} twice, expected each micrograph once");
        });
        diameter = last;
        return micrographs.Count > 0
            ? micrographs
            : throw new InvalidFileException(path, "has no micrographs, expected one or more");
    }

    private static VerifiedMicrograph Parse(CsvRow row, string name) => new(
        name,
        row.Text("path"),
        new MicrographSize(row.Whole("width", 1), row.Whole("height", 1)),
        Positive(row, "pixel_size"))
    {
        Picks = row.Whole("picks", 0),
        ExpectedParticles = row.Number("expected_particles"),
        FreeShare = row.Number("free_share"),
        MaskedShare = row.Number("masked_share"),
        IsInverted = row.Whole("inverted", 0) > 0,
        LooksDenoised = row.Whole("looks_denoised", 0) > 0,
    };

    private static double Positive(CsvRow row, string column) => row.Number(column) is > 0 and var value
        ? value
        : throw row.Invalid(column, string.Create(
            CultureInfo.InvariantCulture, $"found {row.Number(column)}, expected a positive number"));
}

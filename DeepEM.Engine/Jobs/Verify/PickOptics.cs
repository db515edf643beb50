using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Verification.Results;

namespace DeepEM.Engine.Jobs.Verify;

/// <summary>One of RELION's optics groups, as a verification writes it.</summary>
/// <remarks>What the picks' own STAR file says of the microscope holds; else what most microscopes have. RELION wants
/// the columns, and nothing in DeepEM is computed from them.</remarks>
/// <param name="PixelSizeAngstrom">Pixel size of the micrographs.</param>
/// <param name="VoltageKilovolt">Acceleration voltage.</param>
/// <param name="SphericalAberrationMillimetre">Spherical aberration.</param>
/// <param name="AmplitudeContrast">Amplitude contrast, a fraction.</param>
internal sealed record PickOptics(
    double PixelSizeAngstrom,
    double VoltageKilovolt,
    double SphericalAberrationMillimetre,
    double AmplitudeContrast)
{
    private const double UsualVoltage = 300;
    private const double UsualAberration = 2.7;
    private const double UsualContrast = 0.1;

    private static readonly string[] _columns =
    [
        RelionLabels.OpticsGroupName, RelionLabels.OpticsGroup, RelionLabels.OriginalPixelSize,
        RelionLabels.MicrographPixelSize, RelionLabels.Voltage, RelionLabels.SphericalAberration,
        RelionLabels.AmplitudeContrast, RelionLabels.ImagePixelSize, "_rlnImageSize", "_rlnImageDimensionality",
    ];

    /// <summary>The optics of every micrograph.</summary>
    /// <param name="micrographs">The micrographs.</param>
    /// <param name="picks">The picks that were verified, by the same names; those of STAR files with their table.
    /// </param>
    public static IReadOnlyList<PickOptics> Of(
        IReadOnlyList<VerifiedMicrograph> micrographs, IReadOnlyList<MicrographPicks> picks)
    {
        Dictionary<string, MicrographPicks> byName = new(StringComparer.Ordinal);
        foreach (MicrographPicks one in picks)
        {
            byName[one.Micrograph] = one;
        }

        return [.. micrographs.Select(micrograph => Of(micrograph, byName.GetValueOrDefault(micrograph.Name)))];
    }

    /// <summary>Writes the table of optics groups.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="groups">The groups, in the order of their numbers, from 1.</param>
    /// <param name="side">Side of the class averages, pixels.</param>
    /// <param name="pixelSize">Their pixel size, angstrom; 0 where there are none, for that of the micrographs.</param>
    public static void Write(TextWriter writer, IReadOnlyList<PickOptics> groups, int side, double pixelSize) =>
        StarWriter.WriteLoop(writer, OpticsTable.Block, _columns, groups.Select((group, i) =>
        {
            string number = (i + 1).ToString(CultureInfo.InvariantCulture);
            string size = StarWriter.Number(group.PixelSizeAngstrom);
            return (string[])
            [
                $"opticsGroup{number}", number, size, size,
                StarWriter.Number(group.VoltageKilovolt),
                StarWriter.Number(group.SphericalAberrationMillimetre),
                StarWriter.Number(group.AmplitudeContrast),
                pixelSize > 0 ? StarWriter.Number(pixelSize) : size,
                side.ToString(CultureInfo.InvariantCulture),
                "2",
            ];
        }));

    private static PickOptics Of(VerifiedMicrograph micrograph, MicrographPicks? picks)
    {
        CtfParameters ctf = default;
        if (picks?.Table is { } table && picks.Particles.FirstOrDefault(one => one.Row >= 0) is { Row: >= 0 } first)
        {
            ctf = table.Ctf(first.Row);
        }

        return new PickOptics(
            micrograph.PixelSizeAngstrom,
            ctf.VoltageKilovolt ?? UsualVoltage,
            ctf.SphericalAberrationMillimetre ?? UsualAberration,
            ctf.AmplitudeContrast ?? UsualContrast);
    }
}

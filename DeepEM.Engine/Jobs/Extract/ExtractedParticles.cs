using System.Globalization;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Star;

namespace DeepEM.Engine.Jobs.Extract;

/// <summary>Writes <c>particles.star</c> as RELION's extraction does.</summary>
/// <remarks>
/// First the columns of the picks as they were read, then where the box and the micrograph are, the optics group and
/// what the list of micrographs says of the contrast transfer function. A defocus that the picks have of their own
/// stays: it may have been refined. A column that not all micrographs have is left out, for STAR files have no missing
/// values.
/// </remarks>
/// <param name="micrographs">What was cut out, in the order of the list.</param>
/// <param name="optics">Their optics groups.</param>
internal sealed class ExtractedParticles(IReadOnlyList<ExtractedMicrograph> micrographs, ExtractedOptics optics)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "particles.star";

    private const string Block = "particles";

    private static readonly string[] _plain =
        [RelionLabels.CoordinateX, RelionLabels.CoordinateY, RelionLabels.FigureOfMerit];

    private static readonly string[] _set =
        [RelionLabels.ImageName, RelionLabels.MicrographName, RelionLabels.OpticsGroup];

    private static readonly string[] _ctf =
    [
        "_rlnCtfMaxResolution", "_rlnCtfFigureOfMerit", RelionLabels.DefocusU, RelionLabels.DefocusV,
        RelionLabels.DefocusAngle, "_rlnCtfBfactor", "_rlnCtfScalefactor", RelionLabels.PhaseShift,
    ];

    // What RELION writes beside a defocus where nothing else is said.
    private static readonly Dictionary<string, string> _usual = new(StringComparer.Ordinal)
    {
        ["_rlnCtfBfactor"] = "0",
        ["_rlnCtfScalefactor"] = "1",
        [RelionLabels.PhaseShift] = "0",
    };

    /// <summary>Writes the file, atomically.</summary>
    /// <param name="path">The file, replaced when there.</param>
    /// <param name="warnings">Receives which columns are left out.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Write(string path, ICollection<Notice> warnings) => AtomicFile.WriteText(path, writer =>
    {
        string[] columns = Columns(warnings);
        StarWriter.WriteVersion(writer);
        optics.Write(writer, warnings);
        writer.Write("\n\n");
        StarWriter.WriteVersion(writer);
        StarWriter.WriteLoop(writer, Block, columns, Rows(columns));
    });

    private string[] Columns(ICollection<Notice> warnings)
    {
        string[] all = [.. micrographs.SelectMany(OwnColumns).Distinct()];
        HashSet<string> common = [.. all];
        foreach (ExtractedMicrograph micrograph in micrographs)
        {
            common.IntersectWith(OwnColumns(micrograph));
        }

        string[] own = [.. all.Where(common.Contains)];
        List<string> left = [.. all.Except(own)];
        string[] known = [.. _ctf.Where(label => micrographs.Any(one => Has(one, label)))];
        bool hasDefocus = micrographs.All(one => Has(one, RelionLabels.DefocusU));
        string[] ctf = hasDefocus
            ? [.. _ctf.Where(label => _usual.ContainsKey(label) || micrographs.All(one => Has(one, label)))]
            : [];
        left.AddRange(known.Except(ctf).Except(own));
        if (left.Distinct().Except(ctf).ToArray() is { Length: > 0 } gone)
        {
            warnings.Warn(
                string.Empty,
                NoticeCode.ColumnsNotKept,
                $"{string.Join(", ", gone)} left out, which only some of the micrographs have");
        }

        return [.. own, .. _set, .. ctf.Except(own)];
    }

    private IEnumerable<IReadOnlyList<string>> Rows(string[] columns)
    {
        for (int n = 0; n < micrographs.Count; n++)
        {
            ExtractedMicrograph one = micrographs[n];
            string group = optics.Numbers[n].ToString(CultureInfo.InvariantCulture);
            string stack = one.Item.Stack.Replace('\\', '/');
            for (int i = 0; i < one.Particles.Count; i++)
            {
                string image = string.Create(CultureInfo.InvariantCulture, $"{i + 1:000000}@{stack}");
                string[] row = new string[columns.Length];
                for (int c = 0; c < columns.Length; c++)
                {
                    row[c] = columns[c] switch
                    {
                        RelionLabels.ImageName => image,
                        RelionLabels.MicrographName => one.Item.Source.Name,
                        RelionLabels.OpticsGroup => group,
                        string label => Value(one, one.Particles[i], label),
                    };
                }

                yield return row;
            }
        }
    }

    private static IEnumerable<string> OwnColumns(ExtractedMicrograph one) => one.Item.Picks.Table is { } table
        ? table.Particles.Columns.Except(_set).Except(ExtractedOptics.OwnColumns)
        : _plain;

    private static bool Has(ExtractedMicrograph one, string label) =>
        one.Item.Picks.Table?.Particles.HasColumn(label) == true
        || one.Item.Source.Row?.Table.HasColumn(label) == true;

    private static string Value(ExtractedMicrograph one, Particle particle, string label)
    {
        if (one.Item.Picks.Table is { } table && table.Particles.HasColumn(label))
        {
            return table.Particles.Text(particle.Row, label);
        }

        return label switch
        {
            RelionLabels.CoordinateX => StarWriter.Number(particle.X),
            RelionLabels.CoordinateY => StarWriter.Number(particle.Y),
            RelionLabels.FigureOfMerit => StarWriter.Number(particle.FigureOfMerit),
            _ => one.Item.Source.Row is { } row && row.Table.HasColumn(label)
                ? row.Table.Text(row.Number, label)
                : _usual[label],
        };
    }
}

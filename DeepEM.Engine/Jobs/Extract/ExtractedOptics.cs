using System.Globalization;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Micrographs.Extraction;

namespace DeepEM.Engine.Jobs.Extract;

/// <summary>The optics groups of extracted particles.</summary>
/// <remarks>
/// Those of the list of micrographs, all of them with their numbers, even where no particle has them; without a list
/// those of the table of picks; else one for each pixel size. The micrographs' pixel size gives way to that of the
/// boxes, as RELION's extraction has it. Where several lists have one number for different groups, the later get new
/// numbers.
/// </remarks>
internal sealed class ExtractedOptics
{
    private const string ImageSize = "_rlnImageSize";
    private const string Dimensions = "_rlnImageDimensionality";
    private const string Premultiplied = "_rlnCtfDataAreCtfPremultiplied";

    // Before RELION 3.1 these stand in the rows of micrographs or particles.
    private static readonly string[] _microscope =
        [RelionLabels.Voltage, RelionLabels.SphericalAberration, RelionLabels.AmplitudeContrast];

    private readonly BoxSettings _box;
    private readonly double? _pixelSize;
    private readonly SortedDictionary<int, OrderedDictionary<string, string>> _groups = [];
    private readonly Dictionary<(StarRows Table, int Number), int> _known = [];

    /// <summary>Gathers the groups of all particles.</summary>
    /// <param name="settings">What was done.</param>
    /// <param name="micrographs">The micrographs that were cut from.</param>
    public ExtractedOptics(ExtractionSettings settings, IReadOnlyList<ExtractedMicrograph> micrographs)
    {
        (_box, _pixelSize) = (settings.Box, settings.PixelSizeAngstrom);
        Numbers = [.. micrographs.Select(NumberOf)];
    }

    /// <summary>Columns that belong to optics groups, not to particles.</summary>
    public static IReadOnlyList<string> OwnColumns { get; } =
    [
        .. _microscope, RelionLabels.OpticsGroupName, RelionLabels.MicrographPixelSize, RelionLabels.DetectorPixelSize,
        RelionLabels.Magnification,
    ];

    /// <summary>Of each micrograph the number of its group.</summary>
    public IReadOnlyList<int> Numbers { get; }

    /// <summary>Writes the table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="warnings">Receives which columns are left out because not all groups have them.</param>
    public void Write(TextWriter writer, ICollection<Notice> warnings)
    {
        string[] all = [.. _groups.Values.SelectMany(group => group.Keys).Distinct()];
        string[] columns = [.. all.Where(label => _groups.Values.All(group => group.ContainsKey(label)))];
        if (columns.Length < all.Length)
        {
            warnings.Warn(
                string.Empty,
                NoticeCode.ColumnsNotKept,
                $"{string.Join(", ", all.Except(columns))} left out, which only some of the optics groups have");
        }

        StarWriter.WriteLoop(
            writer,
            OpticsTable.Block,
            columns,
            _groups.Values.Select(group => (string[])[.. columns.Select(label => group[label])]));
    }

    private int NumberOf(ExtractedMicrograph micrograph)
    {
        if (micrograph.Item.Source.Row is { Optics: { } listed } row)
        {
            int number = row.Table.WholeNumber(row.Number, RelionLabels.OpticsGroup);
            for (int i = 0; i < listed.RowCount; i++)
            {
                Add(listed, i, SizeOf(listed, i));
            }

            return _known.TryGetValue((listed, number), out int known) ? known : throw row.Table.Invalid(
                row.Number, RelionLabels.OpticsGroup, $"found optics group {number}, expected one of data_optics");
        }

        int first = micrograph.Particles[0].Row;
        if (micrograph.Item.Source.Row is null && micrograph.Item.Picks.Table is { Optics: { } own } table)
        {
            return Add(own, table.OpticsGroupOf(first)!.Row, micrograph.PixelSizeAngstrom);
        }

        OrderedDictionary<string, string> made = [];
        made[RelionLabels.OriginalPixelSize] = StarWriter.Number(micrograph.PixelSizeAngstrom);
        foreach (string label in _microscope)
        {
            string? value = micrograph.Item.Source.Row is { } old ? TextOf(old.Table, old.Number, label)
                : micrograph.Item.Picks.Table is { } picks ? TextOf(picks.Particles, first, label)
                : null;
            if (value is not null)
            {
                made[label] = value;
            }
        }

        return Put(WithBox(made, micrograph.PixelSizeAngstrom), wanted: 0);
    }

    private int Add(StarRows optics, int row, double? pixelSize)
    {
        int number = optics.WholeNumber(row, RelionLabels.OpticsGroup);
        if (_known.TryGetValue((optics, number), out int known))
        {
            return known;
        }

        OrderedDictionary<string, string> group = [];
        foreach (string label in optics.Columns)
        {
            group[label == RelionLabels.MicrographPixelSize ? RelionLabels.ImagePixelSize : label] =
                optics.Text(row, label);
        }

        return _known[(optics, number)] = Put(WithBox(group, pixelSize), number);
    }

    // A group that is there already but for its number is the same one.
    private int Put(OrderedDictionary<string, string> group, int wanted)
    {
        foreach ((int number, OrderedDictionary<string, string> other) in _groups)
        {
            if (AreSame(group, other))
            {
                return number;
            }
        }

        int free = wanted > 0 && !_groups.ContainsKey(wanted)
            ? wanted
            : _groups.Count == 0 ? 1 : _groups.Keys.Max() + 1;
        string text = free.ToString(CultureInfo.InvariantCulture);
        if (!group.ContainsKey(RelionLabels.OpticsGroup))
        {
            group.Insert(0, RelionLabels.OpticsGroup, text);
        }

        group[RelionLabels.OpticsGroup] = text;
        if (!group.ContainsKey(RelionLabels.OpticsGroupName))
        {
            group.Insert(0, RelionLabels.OpticsGroupName, $"opticsGroup{text}");
        }

        _groups.Add(free, group);
        return free;
    }

    private static bool AreSame(OrderedDictionary<string, string> one, OrderedDictionary<string, string> other)
    {
        // A name that was made up for a group says nothing of it.
        string[] labels =
        [
            .. one.Keys.Union(other.Keys).Where(label => label != RelionLabels.OpticsGroup
                && (label != RelionLabels.OpticsGroupName || one.ContainsKey(label))),
        ];
        return Array.TrueForAll(labels, label => one.TryGetValue(label, out string? a)
            && other.TryGetValue(label, out string? b) && string.Equals(a, b, StringComparison.Ordinal));
    }

    private OrderedDictionary<string, string> WithBox(OrderedDictionary<string, string> group, double? pixelSize)
    {
        if (pixelSize is { } micrograph)
        {
            group[RelionLabels.ImagePixelSize] = StarWriter.Number(_box.PixelSizeOf(micrograph));
        }

        group[ImageSize] = _box.WrittenSide.ToString(CultureInfo.InvariantCulture);
        group[Dimensions] = "2";
        group[Premultiplied] = "0";
        return group;
    }

    // A group that no micrograph has may still have a pixel size of its own.
    private double? SizeOf(StarRows optics, int row) =>
        _pixelSize
        ?? (optics.HasColumn(RelionLabels.MicrographPixelSize) ? optics.Number(row, RelionLabels.MicrographPixelSize)
            : optics.HasColumn(RelionLabels.OriginalPixelSize) ? optics.Number(row, RelionLabels.OriginalPixelSize)
            : null);

    private static string? TextOf(StarRows rows, int row, string label) =>
        row >= 0 && rows.HasColumn(label) ? rows.Text(row, label) : null;
}

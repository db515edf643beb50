using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Reports.Pictures;

namespace DeepEM.Engine.Jobs.Study;

/// <summary>Writes what a study found as a Markdown table and a picture.</summary>
public static class StudyOutputs
{
    /// <summary>Where the table for people goes.</summary>
    /// <param name="folder">The study's folder.</param>
    /// <returns>A path within it.</returns>
    public static string TextPath(string folder) => Path.Combine(folder, "study.md");

    /// <summary>Where the picture goes.</summary>
    /// <param name="folder">The study's folder.</param>
    /// <returns>A path within it.</returns>
    public static string PicturePath(string folder) => Path.Combine(folder, "study.png");

    /// <summary>The table for people: mean ± half spread over the seeds.</summary>
    /// <param name="rows">The rows, by set and number of labels.</param>
    /// <returns>Markdown.</returns>
    public static string Text(IReadOnlyList<StudyRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using StringWriter writer = new() { NewLine = "\n" };
        writer.WriteLine("| set | labels | seeds | AP | best F1 | F1 | expected precision | precision | recall "
            + "| centre error, px | random F1 | training, s |");
        writer.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (StudyRow[] group in Groups(rows))
        {
            StudyCase of = group[0].Case;
            string labels = of.IsGeneral ? "none" : of.Labels is null ? $"all ({group[0].Particles})" : of.LabelText;
            string[] cells =
            [
                of.Set,
                labels,
                of.IsGeneral ? "-" : $"{group.Length}",
                Cell(group, row => row.AveragePrecision),
                Cell(group, row => row.BestF1),
                Cell(group, row => row.F1),
                Cell(group, row => row.ExpectedPrecision),
                Cell(group, row => row.Precision),
                Cell(group, row => row.Recall),
                Cell(group, row => row.RmsErrorPixels, "F1"),
                Cell(group, row => row.RandomF1),
                of.IsGeneral ? "-" : Cell(group, row => row.TrainingSeconds, "F0"),
            ];
            writer.WriteLine($"| {string.Join(" | ", cells)} |");
        }

        return writer.ToString();
    }

    /// <summary>Writes table and picture; nothing without rows.</summary>
    /// <param name="folder">The study's folder.</param>
    /// <param name="rows">The rows, by set and number of labels.</param>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static void Write(string folder, IReadOnlyList<StudyRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
        {
            return;
        }

        AtomicFile.WriteText(TextPath(folder), writer => writer.Write(Text(rows)));
        StudyCase[] columns =
            [.. rows.Select(row => row.Case with { Set = string.Empty, Seed = 0 }).Distinct().OrderBy(of => of.Order)];
        byte[] picture = StudyPicture.Draw(
            [.. columns.Select(of => of.IsGeneral ? "none" : of.LabelText)],
            Series(row => row.AveragePrecision),
            Series(row => row.F1));
        AtomicFile.Write(PicturePath(folder), stream => stream.Write(picture));

        StudySeries[] Series(Func<StudyRow, double> figure) =>
        [
            .. rows.GroupBy(row => row.Case.Set).Select(set => new StudySeries(
                set.Key,
                [
                    .. columns.Select(column => StudyFigure.Of(
                            set.Where(row => row.Case.Labels == column.Labels).Select(figure)))
                        .Select((found, i) => new StudyMark(i, found.Mean, found.HalfSpread))
                        .Where(mark => double.IsFinite(mark.Value)),
                ])),
        ];
    }

    private static IEnumerable<StudyRow[]> Groups(IReadOnlyList<StudyRow> rows) =>
        rows.GroupBy(row => (row.Case.Set, row.Case.Labels)).Select(group => group.ToArray());

    private static string Cell(StudyRow[] group, Func<StudyRow, double> figure, string format = "F3") =>
        StudyFigure.Of(group.Select(figure)).Text(format);
}

using System.Globalization;
using System.Text;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Engine.Jobs.Study;

/// <summary>The rows of a study as <c>study.csv</c>; written again, atomically, after every case.</summary>
public static class StudyTable
{
    private const string Header = "set,labels,seed,particles,ap,ap_low,ap_high,best_f1,f1,threshold,expected_precision,"
        + "held_out_precision,precision,recall,rms_error_px,random_f1,training_s,recipe";

    private const int FirstFigure = 4;
    private const int Columns = 18;

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its rows; none where there is no file.</returns>
    /// <exception cref="InvalidFileException">It is no such table.</exception>
    public static IReadOnlyList<StudyRow> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        string text = Encoding.UTF8.GetString(InputFile.ReadAll(path));
        string[] lines = text.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        if (lines[0] != Header)
        {
            throw new InvalidFileException(
                path, $"line 1 is not the header of a study's table, expected {Header.Split(',')[0]},...; name another "
                + "folder or remove it");
        }

        return [.. lines.Skip(1).Select((line, i) => Parse(path, i + 2, line))];
    }

    /// <summary>Writes a table.</summary>
    /// <param name="path">The file, replaced when there.</param>
    /// <param name="rows">The rows.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(string path, IEnumerable<StudyRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        AtomicFile.WriteText(path, writer =>
        {
            writer.WriteLine(Header);
            foreach (StudyRow row in rows)
            {
                writer.WriteLine(Format(row));
            }
        });
    }

    private static string Format(StudyRow row)
    {
        double[] figures =
        [
            row.AveragePrecision,
            row.IntervalLow,
            row.IntervalHigh,
            row.BestF1,
            row.F1,
            row.Threshold,
            row.ExpectedPrecision,
            row.HeldOutPrecision,
            row.Precision,
            row.Recall,
            row.RmsErrorPixels,
            row.RandomF1,
            row.TrainingSeconds,
        ];
        string numbers = string.Join(',', figures.Select(figure =>
            double.IsNaN(figure) ? string.Empty : figure.ToString("R", CultureInfo.InvariantCulture)));
        StudyCase of = row.Case;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{of.Set},{of.LabelText},{of.Seed},{row.Particles},{numbers},{row.Recipe}");
    }

    private static StudyRow Parse(string path, int number, string line)
    {
        string[] fields = line.Split(',');
        if (fields.Length != Columns)
        {
            throw new InvalidFileException(
                path, $"line {number} has {fields.Length} fields, expected {Columns}");
        }

        int? labels = fields[1] == "all" ? null : (int)Whole(1, int.MaxValue);
        double[] figures = [.. Enumerable.Range(FirstFigure, Columns - FirstFigure - 1).Select(Figure)];
        return new StudyRow(
            new StudyCase(fields[0], labels, Whole(2, long.MaxValue)),
            fields[^1],
            (int)Whole(3, int.MaxValue),
            figures[0],
            figures[1],
            figures[2],
            figures[3],
            figures[4],
            figures[5],
            figures[6],
            figures[7],
            figures[8],
            figures[9],
            figures[10],
            figures[11],
            figures[12]);

        long Whole(int column, long high) =>
            long.TryParse(fields[column], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            && value <= high
                ? value
                : throw Wrong(column, "a whole number");

        double Figure(int column)
        {
            if (fields[column].Length == 0)
            {
                return double.NaN;
            }

            return double.TryParse(fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                ? value
                : throw Wrong(column, "a number");
        }

        InvalidFileException Wrong(int column, string expected) => new(
            path, $"line {number}, {Header.Split(',')[column]} is '{fields[column]}', expected {expected}");
    }
}

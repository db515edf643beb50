using DeepEM.Engine.Jobs.Study;

namespace DeepEM.Cli.Output;

/// <summary>Says for people what a study gave.</summary>
internal static class StudyText
{
    /// <summary>Writes the table and what was written; nothing without rows.</summary>
    /// <param name="report">What the study gave.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(StudyReport report, string folder, TextWriter output)
    {
        if (report.Rows.Count == 0)
        {
            return;
        }

        output.Write(StudyOutputs.Text(report.Rows));
        output.WriteLine();
        output.WriteLine(
            $"{Counted.Of(report.Rows.Count, "case")}, {report.Skipped} of them from an earlier run, "
            + $"{report.Failures.Count} failed");
        output.WriteLine(
            $"Wrote {StudyRun.TablePath(folder)}, {StudyOutputs.TextPath(folder)}, {StudyOutputs.PicturePath(folder)}");
    }
}

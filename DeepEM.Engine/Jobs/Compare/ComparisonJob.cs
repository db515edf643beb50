using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Compare;

/// <summary>Compares sets of micrographs and writes a picture, a table and a record of the settings.</summary>
public static class ComparisonJob
{
    /// <summary>Measures and writes.</summary>
    /// <param name="backend">Bins the micrographs.</param>
    /// <param name="sets">Sets: each a folder, a pattern, a list or a file.</param>
    /// <param name="picturePath">The picture, in a folder that exists; table and record go beside it.</param>
    /// <param name="settings">How much of the sets.</param>
    /// <param name="context">Whom to report to and when to stop; null for nobody and never.</param>
    /// <returns>The figures.</returns>
    /// <exception cref="SettingsException">An output is an input, or the picture has the table's name.</exception>
    /// <exception cref="InvalidFileException">A micrograph cannot be read or is too small.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static ComparisonReport Run(
        IComputeBackend backend,
        IReadOnlyList<string> sets,
        string picturePath,
        ComparisonSettings settings,
        JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(sets);
        ArgumentNullException.ThrowIfNull(settings);
        context ??= JobContext.Silent;
        string table = ComparisonOutputs.TablePath(picturePath);
        string record = RunRecord.PathBeside(picturePath);
        if (table == picturePath)
        {
            throw new SettingsException(
                picturePath, NoticeCode.SettingsConflict, "is the name of the table, expected the name of a picture");
        }

        foreach (string path in (string[])[picturePath, table, record])
        {
            OutputFile.Require(path, sets);
        }

        IReadOnlyList<SetStatistics> figures =
            MicrographComparison.Run(backend, sets, settings, context.Progress, context.Cancellation);
        ComparisonOutputs.Write(picturePath, figures);
        Dictionary<string, object?> facts = new()
        {
            ["Run"] = settings,
            ["Sets"] = sets,
            ["Threads"] = context.Threads,
        };
        RunRecord.Of(context.Arguments, backend.DeviceName, facts).Write(record);
        return new ComparisonReport(figures, [picturePath, table, record]);
    }
}

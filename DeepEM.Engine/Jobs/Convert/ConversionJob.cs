using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Engine.Jobs.Convert;

/// <summary>Converts coordinates and keeps a record of the settings beside them.</summary>
public static class ConversionJob
{
    /// <summary>The record's name: settings.json in a folder of picks tells how they were made.</summary>
    public const string RecordName = "convert.settings.json";

    /// <summary>Converts and writes.</summary>
    /// <param name="inputs">Files, folders and patterns of picks; at least one.</param>
    /// <param name="images">The micrographs, whose names and sizes hold; may be empty.</param>
    /// <param name="compare">A second set of picks of the same micrographs, or null.</param>
    /// <param name="settings">What to do.</param>
    /// <param name="context">Whom to report to and when to stop; null for nobody and never.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="InvalidFileException">As <see cref="ConversionRun.Run"/> says.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static ConversionReport Run(
        IReadOnlyList<string> inputs,
        IReadOnlyList<MicrographSource> images,
        string? compare,
        ConversionSettings settings,
        JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        context ??= JobContext.Silent;
        OutputFile.RequireFolder(settings.Folder);
        ConversionReport report =
            ConversionRun.Run(inputs, images, compare, settings, context.Progress, context.Cancellation);
        if (report.Files.Count > 0)
        {
            RunRecord.Of(context.Arguments, "cpu", Record(settings, report))
                .Write(Path.Combine(settings.Folder, RecordName));
        }

        return report;
    }

    private static Dictionary<string, object?> Record(ConversionSettings settings, ConversionReport report) => new()
    {
        ["Run"] = settings,
        ["Micrographs"] = report.Micrographs,
        ["Particles"] = report.Particles,
        ["Comparison"] = report.Comparison,
        ["Failures"] = report.Failures.Select(failure => failure.ToString()).ToArray(),
    };
}

using System.Diagnostics;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Diameters;
using DeepEM.Engine.Reports.Pictures;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Diameter;

/// <summary>Finds the diameter of the particles on micrographs that nobody has picked.</summary>
public static class DiameterJob
{
    /// <summary>The picture of what was found.</summary>
    public const string PictureFile = "diameter.png";

    /// <summary>The record of the search with all its numbers.</summary>
    public const string RecordFile = "diameter.json";

    /// <summary>Searches, and writes a picture and a record.</summary>
    /// <param name="backend">Where to compute.</param>
    /// <param name="micrographs">The micrographs, of which a few are looked at.</param>
    /// <param name="settings">How to search.</param>
    /// <param name="context">Whom to report to and when to stop; null for nobody and never.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="SettingsException">A file of an earlier search is there and is not to be replaced.</exception>
    /// <exception cref="InvalidFileException">No micrograph could be read.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static DiameterReport Run(
        IComputeBackend backend, MicrographSequence micrographs, DiameterSettings settings, JobContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(micrographs);
        ArgumentNullException.ThrowIfNull(settings);
        context ??= JobContext.Silent;
        long start = Stopwatch.GetTimestamp();
        string picture = Path.Combine(settings.OutputFolder, PictureFile);
        string record = Path.Combine(settings.OutputFolder, RecordFile);
        RequireOutputs(settings, [picture, record]);
        List<InvalidFileException> failures = [];
        List<(BinnedMicrograph Micrograph, double PixelSizeAngstrom)> read =
            Read(micrographs, settings, failures, context.Cancellation);
        if (read.Count == 0)
        {
            throw failures.FirstOrDefault() ?? new InvalidFileException(
                settings.OutputFolder, "there is no micrograph to look at", code: NoticeCode.InvalidFile);
        }

        using var search = new DiameterSearch(backend, GeneralModel.Shipped, settings.Contrast switch
        {
            null or ParticleContrast.Unclear => null,
            { } contrast => contrast == ParticleContrast.Bright,
        });
        DiameterEstimate estimate = search.Run(read, context.Progress, context.Cancellation);
        List<string> files = [];
        List<Notice> warnings = [];
        OutputFolder.Make(settings.OutputFolder);
        if (estimate.Measured is not null)
        {
            if (PictureAttempt.Run(picture, () => DiameterPicture.Write(picture, read, estimate)) is { } failure)
            {
                warnings.Add(failure);
            }
            else
            {
                files.Add(picture);
            }
        }

        RunRecord.Of(context.Arguments, backend.DeviceName, Record(settings, read, estimate)).Write(record);
        return new DiameterReport(
            estimate, read.Count, [.. files, record], warnings, [.. failures.Select(Notice.Failure)])
        {
            Elapsed = Stopwatch.GetElapsedTime(start),
        };
    }

    private static void RequireOutputs(DiameterSettings settings, IEnumerable<string> outputs)
    {
        OutputFile.RequireFolder(settings.OutputFolder);
        if (!settings.Overwrite && outputs.FirstOrDefault(OutputFile.IsThere) is { } there)
        {
            throw new SettingsException(there, NoticeCode.OutputExists, "is there already");
        }
    }

    private static List<(BinnedMicrograph Micrograph, double PixelSizeAngstrom)> Read(
        MicrographSequence micrographs,
        DiameterSettings settings,
        List<InvalidFileException> failures,
        CancellationToken cancellation)
    {
        List<(BinnedMicrograph, double)> read = [];
        foreach (MicrographSource source in micrographs.Spread(settings.Micrographs, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                using var file = MicrographFile.Open(source.Path, settings.Reading);
                double pixelSize = source.RequirePixelSize(settings.PixelSizeAngstrom, file.Header);
                read.Add((BinnedMicrograph.Of(file.Read(null)), pixelSize));
            }
            catch (InvalidFileException unreadable)
            {
                failures.Add(unreadable);
            }
        }

        return read;
    }

    private static Dictionary<string, object?> Record(
        DiameterSettings settings,
        IReadOnlyList<(BinnedMicrograph Micrograph, double PixelSizeAngstrom)> read,
        DiameterEstimate estimate) => new()
        {
            ["Run"] = settings,
            ["Micrographs"] = read.Select(one => one.Micrograph.Path).ToArray(),
            ["DiameterAngstrom"] = estimate.Measured?.DiameterAngstrom,
            ["SpreadAngstrom"] = estimate.Measured is null ? null : estimate.SpreadAngstrom,
            ["EdgeAngstrom"] = estimate.Measured?.EdgeAngstrom,
            ["Stretch"] = estimate.Measured?.Stretch,
            ["Particles"] = estimate.Mean?.Particles,
            ["IsInverted"] = estimate.Best?.IsInverted,
            ["Trials"] = estimate.Trials,
            ["ProfilePixelSizeAngstrom"] = estimate.Mean?.PixelSizeAngstrom,
            ["Profile"] = estimate.Mean?.Profile,
        };
}

using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Survey;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Pick;

/// <summary>The look at a few micrographs before a run, and its result on disk for the run to go on with.</summary>
/// <param name="model">The model.</param>
/// <param name="settings">What is asked for.</param>
/// <param name="run">Digest of the run.</param>
internal sealed class PickingSurvey(PickingModel model, PickingRunSettings settings, UInt128 run)
{
    /// <summary>Where the result stays, below the output folder.</summary>
    public const string FileName = "survey.json";

    // More say nothing new on any set that was tried, and cost time before the first pick.
    private const int MostMicrographs = 3;

    // Nor does more area, in square diameters: room for some hundred particles.
    private const double EnoughArea = 1500;

    /// <summary>Finds out how to show the micrographs to the network, or reads what was found out before.</summary>
    /// <param name="workers">The devices; the first that does not fail is used.</param>
    /// <param name="micrographs">The micrographs of the run.</param>
    /// <param name="cancellation">Ends the survey; nothing is picked then.</param>
    public SurveyResult Run(
        IReadOnlyList<DeviceWorker> workers, MicrographSequence micrographs, CancellationToken cancellation)
    {
        if (Stored(micrographs, cancellation) is { } known)
        {
            return known;
        }

        SurveyFile file = FileFor(micrographs, cancellation);
        foreach (DeviceWorker worker in workers)
        {
            try
            {
                return Run(worker.Backend, micrographs, file, IsInverted(), cancellation);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception failure) when (DeviceFailure.Of(worker.Device, failure) is not null)
            {
                // The picking meets it again, and says so.
            }
        }

        return new SurveyResult(model.SeenDiameter, IsInverted: false, 0, []);
    }

    /// <summary>What is known without a look at a micrograph: from the settings, or from what was found out before.
    /// </summary>
    /// <param name="micrographs">The micrographs of the run.</param>
    /// <param name="cancellation">Stops the waiting for micrographs.</param>
    /// <returns>The result; null where a survey is needed.</returns>
    public SurveyResult? Stored(MicrographSequence micrographs, CancellationToken cancellation = default) =>
        model.Method.SeesRaw ? new SurveyResult(model.BinnedDiameter, IsInverted() ?? false, 0, [])
        : settings.Overwrite ? null
        : FileFor(micrographs, cancellation).Read();

    /// <summary>Finds out how to show the micrographs to the network, and leaves nothing on disk.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="model">The model.</param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="micrographs">The micrographs of the run.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static SurveyResult Look(
        IComputeBackend backend,
        PickingModel model,
        PickingRunSettings settings,
        MicrographSequence micrographs,
        CancellationToken cancellation)
    {
        var survey = new PickingSurvey(model, settings, run: default);
        return survey.Run(backend, micrographs, file: null, survey.IsInverted(), cancellation);
    }

    private SurveyFile FileFor(MicrographSequence micrographs, CancellationToken cancellation) => new(
        Path.Combine(settings.OutputFolder, PickingLedger.Folder, FileName),
        run.ToString("x32", CultureInfo.InvariantCulture),
        looked => micrographs.First(MostMicrographs, cancellation).Any(source => IsThere(source, looked)));

    private SurveyResult Run(
        IComputeBackend backend,
        MicrographSequence micrographs,
        SurveyFile? file,
        bool? isInverted,
        CancellationToken cancellation)
    {
        using var survey = new MicrographSurvey(
            backend, model, settings.FindsMask, isInverted, settings.SeenDiameter);
        List<MicrographSource> lookedAt = [];
        SurveyResult result = survey.Run(
            survey.IsNeeded ? Read(backend, survey, micrographs, lookedAt, cancellation) : [], cancellation);
        if (lookedAt.Count == 0 || file is null)
        {
            return result;
        }

        // Shards begin together, perhaps on devices that differ: what the first of them found holds for all.
        if (settings is { Shard: not null, Overwrite: false } && file.Read() is { } first)
        {
            return first;
        }

        file.Write(result, lookedAt.Select(Identity));
        return result;
    }

    // Known only where model and user both say what the particles are.
    private bool? IsInverted() => settings.Contrast switch
    {
        null or ParticleContrast.Unclear => null,
        _ when model.Contrast == ParticleContrast.Unclear => null,
        { } asked => asked != model.Contrast,
    };

    // A micrograph that cannot be read is reported when its turn comes.
    private List<(BinnedMicrograph Micrograph, double PixelSize)> Read(
        IComputeBackend backend,
        MicrographSurvey survey,
        MicrographSequence micrographs,
        List<MicrographSource> lookedAt,
        CancellationToken cancellation)
    {
        using var reader = new BinnedReader(backend);
        List<(BinnedMicrograph, double)> read = [];
        double area = 0;
        foreach (MicrographSource source in micrographs.Spread(MostMicrographs, cancellation))
        {
            if (area >= EnoughArea)
            {
                break;
            }

            try
            {
                using var file = MicrographFile.Open(source.Path, settings.Reading);
                if (source.PixelSizeOf(settings.PixelSizeAngstrom, file.Header) is { } pixelSize)
                {
                    ModelFit.Of(model, pixelSize, source.Path);
                    read.Add((reader.Read(file, survey.Blocks(pixelSize)), pixelSize));
                    lookedAt.Add(source);
                    double diameter = model.DiameterAngstrom / pixelSize;
                    area += file.Header.Height / diameter * file.Header.Width / diameter;
                }
            }
            catch (Exception unreadable) when (unreadable is InvalidFileException or IOException)
            {
            }
        }

        return read;
    }

    // Thousands of paths are compared at once; only the one that fits is looked up on the disk.
    private static bool IsThere(MicrographSource source, string lookedAt) =>
        lookedAt.EndsWith(Path.GetFileName(source.Path), StringComparison.Ordinal) && Identity(source) == lookedAt;

    private static string Identity(MicrographSource source) =>
        $"{FileIdentity.Stamp(source.Path)} {Path.GetFullPath(source.Path)}";
}

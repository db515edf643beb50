using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Arrival;

namespace DeepEM.Engine.Jobs.Watch;

/// <summary>Picks micrographs as they come to a folder or are listed in a STAR file, until it is asked to stop.
/// </summary>
/// <remarks>
/// Beside what <see cref="PickingJob"/> writes, which is kept up to date: <c>summary.json</c>, <c>summary.html</c>,
/// <c>metrics.prom</c> and <c>events.jsonl</c>. What is finished is known as after any picking; a watcher that is
/// killed at any moment goes on when it is started again.
/// </remarks>
/// <param name="Place">The folder, or the STAR file.</param>
/// <param name="Settings">How micrographs are picked, with the folder of the outputs.</param>
/// <param name="Watch">How the place is watched.</param>
public sealed record WatchJob(string Place, PickingRunSettings Settings, WatchSettings Watch)
{
    /// <summary>A file of this name in the folder of the outputs ends the watcher.</summary>
    public const string StopFile = "STOP";

    /// <summary>The model's file; null for the general model.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Diameter of the particle for the general model, angstrom.</summary>
    public double DiameterAngstrom { get; init; }

    /// <summary>Where to compute; see <see cref="DeviceGroup.Open"/>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Threads of the CPU.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Watches and picks.</summary>
    /// <param name="context">Whom to report to and when to stop.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="InvalidFileException">The place or the model cannot be read.</exception>
    /// <exception cref="DeviceNotFoundException">There is no such device.</exception>
    /// <exception cref="IOException">Another program picks into the folder, or an output could not be written.
    /// </exception>
    public WatchReport Run(JobContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        IArrivalPlace place = OpenPlace();
        using var arrivals = new MicrographArrivals(place, Watch.Arrival, TimeProvider.System)
        {
            Gone = GoneMicrographs.Of(Settings.OutputFolder),
        };
        arrivals.Open();
        using var run = new WatchRun(this, place, arrivals, context, TimeProvider.System);
        PickingReport report;
        try
        {
            report = AsPicking(arrivals).Run(context with { Cancellation = run.Stopped }, run);
        }
        finally
        {
            run.End();
        }

        run.RequireWhole();
        return new WatchReport(report, run.Reason, arrivals.Ready, arrivals.Waiting);
    }

    private PickingJob AsPicking(MicrographArrivals arrivals) => new(MicrographSequence.Of(arrivals), Settings)
    {
        ModelPath = ModelPath,
        DiameterAngstrom = DiameterAngstrom,
        Device = Device,
        Threads = Threads,
        Inputs = [Place],
    };

    private IArrivalPlace OpenPlace() =>
        Directory.Exists(Place) ? new FolderPlace(Place)
        : !Place.EndsWith(".star", StringComparison.OrdinalIgnoreCase)
            ? throw new InvalidFileException(Place, "no such folder, expected one, or a STAR file")
        : File.Exists(Place) ? new ListPlace(Place)
        : throw new InvalidFileException(Place, "no such file");
}

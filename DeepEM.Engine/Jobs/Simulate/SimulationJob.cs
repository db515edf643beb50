using System.Globalization;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Simulation;

namespace DeepEM.Engine.Jobs.Simulate;

/// <summary>Writes a set of simulated micrographs with the particles that are known to be on them.</summary>
public static class SimulationJob
{
    /// <summary>Simulates and writes.</summary>
    /// <param name="folder">
    /// Where micrographs, <c>truth/</c>, <c>micrographs.star</c>, <c>simulation.json</c> and <c>settings.json</c> go;
    /// made when missing.
    /// </param>
    /// <param name="settings">What is asked for.</param>
    /// <param name="context">Whom to report to and when to stop; null for nobody and never.</param>
    /// <returns>What was written, in order.</returns>
    /// <exception cref="SettingsException">A particle does not fit into a micrograph.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static IReadOnlyList<SimulatedFile> Run(
        string folder, SimulationJobSettings settings, JobContext? context = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(settings);
        context ??= JobContext.Silent;
        RequireRoom(settings.Micrographs);
        OutputFile.RequireFolder(folder);
        DataSetSimulator simulator = new(settings.Micrographs, settings.Seed, settings.Threads);
        IReadOnlyList<SimulatedFile> files =
            simulator.Write(folder, settings.Count, context.Progress, context.Cancellation);
        RunRecord.Of(context.Arguments, "cpu", new Dictionary<string, object?> { ["Run"] = settings })
            .Write(Path.Combine(folder, RunRecord.FileName));
        return files;
    }

    // The margin at both sides must leave some room for centres.
    private static void RequireRoom(SimulationSettings settings)
    {
        double least = 2 * settings.EdgeMarginDiameters * settings.Particle.DiameterAngstrom;
        double side = settings.Width * settings.PixelSizeAngstrom;
        if (side <= least)
        {
            throw new SettingsException(string.Empty, NoticeCode.SettingsConflict, string.Create(
                CultureInfo.InvariantCulture,
                $"a side of {settings.Width} pixels is {side} A, expected more than {least} A for particles of "
                + $"{settings.Particle.DiameterAngstrom} A"));
        }
    }
}

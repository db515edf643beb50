using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs;
using DeepEM.Kernels.Backends;

namespace DeepEM.Tests.Examples;

/// <summary>The example of docs/library.md, which has the lines between the two marks.</summary>
internal static class LibraryExample
{
    /// <summary>Trains on a folder of micrographs with their truth, picks them and reads the picks.</summary>
    /// <param name="folder">Micrographs, and their particles in <c>truth/</c>.</param>
    /// <param name="output">A folder that is there.</param>
    /// <returns>The picks.</returns>
    public static PickSet Run(string folder, string output)
    {
        // <example>
        using IComputeBackend device = DeviceSelector.Create("cpu", threads: 2);
        IReadOnlyList<MicrographSource> micrographs = MicrographList.Expand([folder], TextReader.Null);

        TrainingFiles files = new(micrographs, Path.Combine(folder, "truth"));
        TrainingRunSettings training = new(
            NetworkPreset.Auto, DiameterAngstrom: 125, Labels: null, Rounds: 1, Epochs: 2, Seed: 1)
        {
            Start = TrainingStart.Named(TrainingStart.GeneralName),
        };
        var job = TrainingJob.Prepare(files, Path.Combine(output, "my.deepem"), training);
        PickingModel model = job.Run(device).Training.Model;

        PickingRunSettings picking = new(
            Path.Combine(output, "picks"), Threshold: null, PixelSizeAngstrom: null, Pictures: 0, Strict: true);
        PickingRun.Run(device, model, micrographs, picking, progress: null, CancellationToken.None);

        PickSet picks = PickReader.Read(picking.OutputFolder);
        foreach (MicrographPicks found in picks.Micrographs)
        {
            Console.WriteLine($"{found.Micrograph}: {found.Particles.Count} particles");
        }

        // </example>
        return picks;
    }
}

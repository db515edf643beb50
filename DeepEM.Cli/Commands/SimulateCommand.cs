using System.CommandLine;
using System.Globalization;
using DeepEM.Cli.Options;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Simulation;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem simulate</c>: makes micrographs of which the truth is known.</summary>
internal sealed class SimulateCommand
{
    private static readonly SimulationSettings _defaults = new();

    private readonly Option<string> _out = PathOption.Required(
        "--out", "DIR", "Folder for mic_000.mrc, ..., micrographs.star and truth/, made if need be");

    private readonly Option<int> _count = NumberOption.RequiredWhole("--count", "How many micrographs", 1, 100_000);

    private readonly Option<long> _seed = CommonOptions.Seed();

    private readonly Option<int> _size = NumberOption.Whole(
        "--size", "Side of the micrographs, pixels", 64, 16384, _defaults.Width);

    private readonly Option<double> _pixelSize = NumberOption.Real(
        "--pixel-size", "A", "Angstrom per pixel", RealRange.FromTo(0.1, 50), _defaults.PixelSizeAngstrom);

    private readonly Option<double> _ratio = NumberOption.Real(
        "--snr",
        "X",
        "Variance of the particles' signal in their discs over the variance of the noise",
        RealRange.FromTo(0.0001, 10_000),
        _defaults.SignalToNoise);

    private readonly Option<double> _diameter = NumberOption.Real(
        "--diameter",
        "A",
        "Largest extent of the particle, angstrom",
        RealRange.FromTo(10, 10_000),
        _defaults.Particle.DiameterAngstrom);

    private readonly Option<double> _carbon = NumberOption.Real(
        "--carbon",
        "P",
        "Chance that carbon film reaches into a micrograph",
        RealRange.FromTo(0, 1),
        _defaults.CarbonProbability);

    private readonly Option<int> _threads = CommonOptions.Threads();

    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        SimulateCommand options = new();
        Command command = new("simulate", "Simulates micrographs with known particles.")
        {
            options._out,
            options._count,
            options._seed,
            options._size,
            options._pixelSize,
            options._ratio,
            options._diameter,
            options._carbon,
            options._threads,
        };
        command.SetRun(options.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        string folder = result.GetRequiredValue(_out);
        int count = result.GetRequiredValue(_count);
        int size = result.GetRequiredValue(_size);
        double diameter = result.GetRequiredValue(_diameter);
        SimulationSettings settings = _defaults with
        {
            Height = size,
            Width = size,
            PixelSizeAngstrom = result.GetRequiredValue(_pixelSize),
            SignalToNoise = result.GetRequiredValue(_ratio),
            CarbonProbability = result.GetRequiredValue(_carbon),
            Particle = _defaults.Particle with { DiameterAngstrom = diameter },
        };
        RequireRoom(settings);
        OutputFile.RequireFolder(folder);

        DataSetSimulator simulator = new(settings, result.GetRequiredValue(_seed), result.GetRequiredValue(_threads));
        IReadOnlyList<SimulatedFile> files = LogOption.Of(result).Show(progress => simulator.Write(folder, count, progress, token));
        result.InvocationConfiguration.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{files.Count} micrographs with {files.Sum(file => file.ParticleCount)} particles of {diameter} A "
            + $"in {folder}, truth in {Path.Combine(folder, "truth")}"));
        return ExitCode.Success;
    }

    // The margin at both sides must leave some room for centres.
    private static void RequireRoom(SimulationSettings settings)
    {
        double least = 2 * settings.EdgeMarginDiameters * settings.Particle.DiameterAngstrom;
        double side = settings.Width * settings.PixelSizeAngstrom;
        if (side <= least)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"a side of {settings.Width} pixels is {side} A, expected more than {least} A for particles of "
                + $"{settings.Particle.DiameterAngstrom} A"));
        }
    }
}

using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Simulate;
using DeepEM.Engine.Simulation;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem simulate</c>: makes micrographs of which the truth is known.</summary>
internal sealed class SimulateCommand
{
    private static readonly SimulationSettings _defaults = new();

    private readonly Option<string> _out = PathOption.Required("--out", "DIR", "Output folder (created if needed)")
        .WithDetails("mic_000.mrc and so on, micrographs.star, truth/ with the particles, simulation.json and "
            + "settings.json.");

    private readonly Option<int> _count = NumberOption.RequiredWhole("--count", "Number of micrographs", 1, 100_000);

    private readonly Option<long> _seed = CommonOptions.Seed();

    private readonly Option<int> _size = NumberOption.Whole(
        "--size", "Side of the micrographs, pixels", 64, 16384, _defaults.Width);

    private readonly Option<double> _pixelSize = NumberOption.Real(
        "--pixel-size", "A", "Angstrom per pixel", RealRange.FromTo(0.1, 50), _defaults.PixelSizeAngstrom);

    private readonly Option<double> _ratio = NumberOption.Real(
        "--snr", "X", "Signal-to-noise ratio", RealRange.FromTo(0.0001, 10_000), _defaults.SignalToNoise)
        .WithDetails("Variance of the particles' signal within their discs over the variance of the noise.");

    private readonly Option<double> _diameter = NumberOption.Real(
        "--diameter",
        "A",
        "Largest extent of the particle, angstrom",
        RealRange.FromTo(10, 10_000),
        _defaults.Particle.DiameterAngstrom);

    private readonly CrowdingOptions _crowding = new();

    private readonly Option<double> _carbon = NumberOption.Real(
        "--carbon",
        "P",
        "Probability of carbon film on a micrograph",
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
            options._crowding.All,
        };
        command.SetRun(options.Run);
        return command;
    }

    private ExitCode Run(ParseResult result, CancellationToken token)
    {
        string folder = result.GetRequiredValue(_out);
        int size = result.GetRequiredValue(_size);
        double diameter = result.GetRequiredValue(_diameter);
        int threads = result.GetRequiredValue(_threads);
        SimulationSettings micrographs = _crowding.Of(result, _defaults with
        {
            Height = size,
            Width = size,
            PixelSizeAngstrom = result.GetRequiredValue(_pixelSize),
            SignalToNoise = result.GetRequiredValue(_ratio),
            CarbonProbability = result.GetRequiredValue(_carbon),
            Particle = _defaults.Particle with { DiameterAngstrom = diameter },
        });
        SimulationJobSettings settings =
            new(micrographs, result.GetRequiredValue(_count), result.GetRequiredValue(_seed), threads);
        IReadOnlyList<SimulatedFile> files = CommandAction.RunJob(
            result, threads, context => SimulationJob.Run(folder, settings, context), token);
        string particles = Counted.Of(files.Sum(file => file.ParticleCount), "particle");
        result.InvocationConfiguration.Output.WriteLine(
            FormattableString.Invariant($"{Counted.Of(files.Count, "micrograph")} with {particles} of {diameter} A ")
            + $"in {folder}, truth in {Path.Combine(folder, "truth")}");
        return ExitCode.Success;
    }
}

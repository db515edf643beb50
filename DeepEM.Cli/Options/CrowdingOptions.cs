using System.CommandLine;
using DeepEM.Engine.Simulation;

namespace DeepEM.Cli.Options;

/// <summary>The options that say how many particles a simulated micrograph shows and how near they lie.</summary>
internal sealed class CrowdingOptions
{
    private static readonly SimulationSettings _defaults = new();

    private readonly Option<int?> _particles = NumberOption.OptionalWhole(
        "--particles", "Particles on every micrograph", 0, 1_000_000, "10 to 25 % of the area")
        .WithDetails("As many as there is room for: see --packing for more than half of the area.");

    private readonly Option<double> _distance = NumberOption.Real(
        "--distance",
        "X",
        "Least distance of two particles, diameters",
        RealRange.FromTo(0, 10),
        _defaults.MinimumDistanceDiameters)
        .WithDetails("At 1 particles may touch, below 1 overlap.");

    private readonly Option<ParticlePacking> _packing = ChoiceOption.Create(
        "--packing",
        "How particles come to lie [default: random]",
        ("random", ParticlePacking.Random),
        ("relaxed", ParticlePacking.Relaxed),
        ("hexagonal", ParticlePacking.Hexagonal))
        .WithDetails("random: by chance, on at most half of the area. relaxed: crowded, pushed apart until they touch. "
            + "hexagonal: patches of the closest packing. The last two keep the distance within 5 and 15 %.");

    /// <summary>All of them, in the order of the help.</summary>
    public IEnumerable<Option> All => [_particles, _distance, _packing];

    /// <summary>Settings with what was chosen.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="settings">The settings without it.</param>
    /// <returns>The settings with it.</returns>
    public SimulationSettings Of(ParseResult result, SimulationSettings settings) => settings with
    {
        ParticleCount = result.GetValue(_particles),
        MinimumDistanceDiameters = result.GetValue(_distance),
        Packing = result.GetValue(_packing),
    };
}

using System.Globalization;
using DeepEM.Engine.Simulation;

namespace DeepEM.Bench;

/// <summary>Micrographs of an invented particle of known diameter and shape, for the table of <c>deepem diameter</c>.
/// </summary>
internal static class Inventing
{
    /// <summary>The word on the command line: <c>invent TO SEED DIAMETER SHAPE</c>.</summary>
    public const string Verb = "invent";

    private const int Count = 3;

    /// <summary>Writes three micrographs at a signal-to-noise ratio of 0.1.</summary>
    /// <param name="arguments">Folder to write to, seed, largest extent of the particle in angstrom, and its shape:
    /// ball, shell, cylinder or longish.</param>
    /// <exception cref="ArgumentException">The shape is another word.</exception>
    public static void Run(IReadOnlyList<string> arguments)
    {
        var particle = new ParticleModelSettings
        {
            DiameterAngstrom = double.Parse(arguments[2], CultureInfo.InvariantCulture),
            Stretch = new AxisStretch(1, 1, 1),
        };
        var settings = new SimulationSettings { SignalToNoise = 0.1, Particle = Shaped(particle, arguments[3]) };
        long seed = long.Parse(arguments[1], CultureInfo.InvariantCulture);
        new DataSetSimulator(settings, seed, Environment.ProcessorCount).Write(arguments[0], Count);
    }

    private static ParticleModelSettings Shaped(ParticleModelSettings ball, string shape) => shape switch
    {
        "ball" => ball,
        "shell" => ball with { HollowFraction = 0.6, BlobCount = 300 },
        "cylinder" => ball with { Shape = ParticleShape.Cylinder },
        "longish" => ball with { Stretch = new AxisStretch(1, 0.8, 1.5) },
        _ => throw new ArgumentException($"{shape} is no shape that can be invented", nameof(shape)),
    };
}

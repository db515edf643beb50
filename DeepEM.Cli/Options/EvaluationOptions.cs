using System.CommandLine;
using DeepEM.Engine.Jobs.Evaluate;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Cli.Options;

/// <summary>The options that say how picks are held against labels.</summary>
internal sealed class EvaluationOptions
{
    private readonly Option<double?> _diameter = NumberOption.OptionalReal(
        "--diameter", "A", "Particle diameter, angstrom", RealRange.PositiveUpTo(100_000), "settings.json")
        .WithDetails("Without it settings.json beside the picks, which deepem pick leaves there, says it.");

    private readonly Option<double?> _pixelSize = NumberOption.OptionalReal(
        "--pixel-size", "A", "Angstrom per pixel", RealRange.PositiveUpTo(1000), "what the files say")
        .WithDetails("Pixel size of the coordinates. Without it settings.json beside the picks, the list or headers of "
            + "the micrographs, or the picks say it.");

    private readonly Option<double> _radius = NumberOption.Real(
        "--radius",
        "F",
        "Largest distance of a match, in diameters",
        RealRange.PositiveUpTo(2),
        EvaluationSettings.UsualRadiusFraction)
        .WithDetails("A pick matches a label that is nearer than this; figures at 0.5 are reported beside it.");

    private readonly Option<double> _border = NumberOption.Real(
        "--border", "PX", "Leave out what is nearer to the edge, pixels", RealRange.FromTo(0, 1_000_000), 0)
        .WithDetails("Labels and picks. Needs the sizes of the micrographs.");

    private readonly Option<long> _seed = CommonOptions.Seed();

    /// <summary>The options, in the order of the help.</summary>
    public IEnumerable<Option> All => [_diameter, _pixelSize, _radius, _border, _seed];

    /// <summary>What was asked for.</summary>
    /// <param name="result">The command line.</param>
    public EvaluationRunSettings Of(ParseResult result) =>
        new(result.GetValue(_diameter), result.GetValue(_pixelSize))
        {
            RadiusFraction = result.GetRequiredValue(_radius),
            BorderPixels = result.GetRequiredValue(_border),
            Seed = result.GetRequiredValue(_seed),
        };
}

using System.CommandLine;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Jobs.Consensus;

namespace DeepEM.Cli.Options;

/// <summary>The options that say how picks of several pickers are joined.</summary>
internal sealed class ConsensusOptions
{
    private readonly Option<string> _out = PathOption.Required("--out", "DIR", "Output folder (created if needed)")
        .WithDetails("autopick.star and NAME_autopick.star, or what --to says, consensus.csv and settings.json.");

    private readonly Option<double> _diameter = CommonOptions.Diameter()
        .WithDetails("Picks nearer to each other than 0.35 diameters mean one particle.");

    private readonly Option<int?> _votes = NumberOption.OptionalWhole(
        "--votes", "Pickers that must have a particle", 1, 1000, "2")
        .WithDetails("On micrographs where fewer pickers have any picks, so many are enough.");

    private readonly Option<bool> _merge = new("--merge")
    {
        Description = "Keep what any picker has, without doubles [default: --votes]",
    };

    private readonly Option<CoordinateFormat> _to = FormatOption.Create(CoordinateFormat.Relion);

    private readonly Option<double?> _pixelSize = NumberOption.OptionalReal(
        "--pixel-size", "A", "Angstrom per pixel", RealRange.PositiveUpTo(1000), "picks or headers");

    private readonly Option<double?> _box = CommonOptions.BoxToWrite("that of the picks");

    private readonly Option<bool> _overwrite = CommonOptions.Overwrite();

    /// <summary>The options, in the order of the help.</summary>
    public IEnumerable<Option> All => [_diameter, _out, _votes, _merge, _to, _pixelSize, _box, _overwrite];

    /// <summary>Refuses what does not go together.</summary>
    /// <param name="command">The command with these options.</param>
    public void Validate(Command command) => command.Validators.Add(result =>
    {
        if (result.GetValue(_merge) && result.GetValue(_votes) > 1)
        {
            result.AddError("--merge keeps what one picker has; --votes asks for more");
        }
    });

    /// <summary>What was asked for.</summary>
    /// <param name="result">The command line.</param>
    public ConsensusSettings Of(ParseResult result) => new(
        result.GetRequiredValue(_to), result.GetRequiredValue(_out), result.GetRequiredValue(_diameter))
    {
        Votes = result.GetValue(_merge) ? 1 : result.GetValue(_votes) ?? 2,
        PixelSizeAngstrom = result.GetValue(_pixelSize),
        BoxSize = result.GetValue(_box),
        Overwrite = result.GetValue(_overwrite),
    };
}

using System.CommandLine;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.LabelFree;
using DeepEM.Engine.Micrographs;

namespace DeepEM.Cli.Options;

/// <summary>The argument and the options that name what a training reads.</summary>
internal sealed class TrainingFileOptions
{
    private readonly Option<string?> _addPositives = PathOption.Optional(
        "--add-positives", "PATH", "More picks, confirmed as particles").WithDetails(CommonOptions.PicksDetails);

    private readonly Option<string?> _addNegatives = PathOption.Optional(
        "--add-negatives", "PATH", "More picks, confirmed as non-particles").WithDetails(CommonOptions.PicksDetails);

    private readonly Option<string?> _ignore = PathOption.Optional(
        "--ignore", "PATH", "Places to ignore: used neither as particles nor as background")
        .WithDetails(CommonOptions.PicksDetails);

    private readonly Option<int?> _selectedType = NumberOption.OptionalWhole(
        "--selection-type", "Kind of RELION's manual picks to learn", 0, int.MaxValue, "the lowest number")
        .WithDetails("Where the picks' files have _rlnParticleSelectionType with several values.");

    private readonly Option<string?> _verification = PathOption.Optional(
        "--from-verification", "DIR", "Learn from the folder of deepem verify instead of picks")
        .WithDetails("Picks of good classes are learnt as particles, those of bad classes as background, and what is "
            + "in doubt is ignored.");

    private readonly Option<string?> _classes = PathOption.Optional(
        "--classes", "GOOD", "Good classes: good.txt of the report, or 1,4,9 [default: proposed]")
        .WithDetails("With --from-verification. In a file numbers stand one a line or with commas.");

    private readonly Option<double?> _pixelSize = CommonOptions.PixelSize();

    private readonly Option<string?> _mask = MaskOption.Folder();

    /// <summary>The micrographs.</summary>
    public Argument<string[]> Micrographs { get; } = CommonOptions.Micrographs();

    /// <summary>The picks to learn from.</summary>
    public Option<string?> Picks { get; } = PathOption.Optional(
        "--picks", "PATH", "Manual picks: a folder, an autopick.star, or one file [default: none]")
        .WithDetails($"{CommonOptions.PicksDetails} Without picks the general model finds candidates, verification "
            + "says which of them are particles, and the new model learns from those; it is kept where class averages "
            + "explain its picks no worse than those of the general model.");

    /// <summary>What need not be given, in the order of the help.</summary>
    public IEnumerable<Option> Others =>
        [_selectedType, _verification, _classes, _mask, _addPositives, _addNegatives, _ignore, _pixelSize];

    /// <summary>What was named for a training without a label.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="micrographs">The micrographs, as they were found.</param>
    /// <returns>The files; null where there are picks.</returns>
    /// <exception cref="SettingsException">An option needs picks and there are none.</exception>
    public LabelFreeFiles? WithoutPicks(ParseResult result, IReadOnlyList<MicrographSource> micrographs)
    {
        bool hasVerification = result.GetValue(_verification) is not null;
        if (hasVerification && result.GetValue(Picks) is not null)
        {
            throw new SettingsException(
                string.Empty,
                NoticeCode.SettingsConflict,
                $"{Picks.Name} and {_verification.Name} exclude each other, expected one of them");
        }

        if (!hasVerification && result.GetValue(_classes) is not null)
        {
            throw new SettingsException(
                string.Empty, NoticeCode.SettingsConflict, $"{_classes.Name} needs {_verification.Name}");
        }

        if (result.GetValue(Picks) is not null)
        {
            return null;
        }

        foreach (Option option in (Option[])[_addPositives, _addNegatives, _ignore, _selectedType])
        {
            if (result.GetResult(option) is { Implicit: false })
            {
                throw new SettingsException(
                    string.Empty, NoticeCode.SettingsConflict, $"{option.Name} needs {Picks.Name}");
            }
        }

        return hasVerification ? null : new LabelFreeFiles(micrographs)
        {
            Masks = result.GetValue(_mask),
            PixelSizeAngstrom = result.GetValue(_pixelSize),
        };
    }

    /// <summary>What was named.</summary>
    /// <param name="result">The command line, with picks.</param>
    /// <param name="micrographs">The micrographs, as they were found.</param>
    public TrainingFiles Of(ParseResult result, IReadOnlyList<MicrographSource> micrographs) => new(
        micrographs, result.GetValue(Picks) ?? string.Empty)
    {
        Verification = result.GetValue(_verification) is { } folder
            ? new VerifiedTraining(folder) { Classes = result.GetValue(_classes) }
            : null,
        SelectedType = result.GetValue(_selectedType),
        AddedPositives = result.GetValue(_addPositives),
        AddedNegatives = result.GetValue(_addNegatives),
        Ignored = result.GetValue(_ignore),
        Masks = result.GetValue(_mask),
        PixelSizeAngstrom = result.GetValue(_pixelSize),
    };
}

using System.CommandLine;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Pick;

namespace DeepEM.Cli.Options;

/// <summary>The options that say what is picked with: a model of one's own or the general one, exactly one of them.
/// </summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _model = PathOption.Optional(
        "--model", "MODEL", "Model file written by deepem train")
        .WithDetails("Give --diameter instead to pick without any training.");

    private readonly Option<double?> _diameter = NumberOption.OptionalReal(
        "--diameter",
        "A",
        "Particle diameter, angstrom",
        RealRange.PositiveUpTo(100_000),
        "the model's")
        .WithDetails("Picks with the general model that comes with the program.");

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Options.Add(_model);
        command.Options.Add(_diameter);
    }

    /// <summary>Refuses none or both of them, before anything is read.</summary>
    /// <param name="result">The command line.</param>
    /// <exception cref="SettingsException">None of the two is given, or both are.</exception>
    public void RequireOne(ParseResult result)
    {
        bool hasModel = result.GetValue(_model) is not null;
        if (hasModel == result.GetValue(_diameter) is not null)
        {
            throw new SettingsException(string.Empty, NoticeCode.SettingsConflict, hasModel
                ? $"{_model.Name} and {_diameter.Name} exclude each other: a trained model knows its diameter"
                : $"{_model.Name} or {_diameter.Name} is missing, expected a trained model, or the particle's diameter "
                + "in angstrom to pick with the general one");
        }
    }

    /// <summary>The model that was chosen; null for the general one.</summary>
    /// <param name="result">The command line.</param>
    public string? PathOf(ParseResult result) => result.GetValue(_model);

    /// <summary>The diameter that was chosen, angstrom; 0 where the model knows it.</summary>
    /// <param name="result">The command line.</param>
    public double DiameterOf(ParseResult result) => result.GetValue(_diameter) ?? 0;

    /// <summary>A job with what was chosen.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="job">The job.</param>
    public PickingJob Apply(ParseResult result, PickingJob job) => job with
    {
        ModelPath = PathOf(result),
        DiameterAngstrom = DiameterOf(result),
    };
}

using System.CommandLine;
using DeepEM.Engine.Learning.Training;

namespace DeepEM.Cli.Options;

/// <summary>The option that says what ground without picks is taken for.</summary>
internal static class ObjectiveOption
{
    /// <summary><c>--objective complete|pu</c>.</summary>
    public static Option<TrainingObjective> Create() => ChoiceOption.Create(
        "--objective",
        "What ground without picks is: no particle, as all are picked (complete), or perhaps one, as some are (pu, "
        + "positive-unlabelled risk: for crowded micrographs with a few picks) [default: complete]",
        ("complete", TrainingObjective.Complete),
        ("pu", TrainingObjective.PositiveUnlabelled));
}

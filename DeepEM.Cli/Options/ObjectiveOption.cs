using System.CommandLine;
using DeepEM.Engine.Learning.Training;

namespace DeepEM.Cli.Options;

/// <summary>The option that says how unlabelled areas are treated.</summary>
internal static class ObjectiveOption
{
    /// <summary><c>--objective complete|pu</c>.</summary>
    public static Option<TrainingObjective> Create() => ChoiceOption.Create(
        "--objective",
        "Unlabelled areas are background (complete) or uncertain (pu) [default: complete]",
        ("complete", TrainingObjective.Complete),
        ("pu", TrainingObjective.PositiveUnlabelled))
        .WithDetails("complete: every particle is labelled, the rest is background. pu: unlabelled areas may contain "
            + "particles (positive-unlabelled risk), for crowded micrographs with few labels.");
}

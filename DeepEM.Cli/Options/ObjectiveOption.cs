using System.CommandLine;
using System.CommandLine.Parsing;
using DeepEM.Engine.Training;

namespace DeepEM.Cli.Options;

/// <summary>The option that says what ground without picks is taken for.</summary>
internal static class ObjectiveOption
{
    /// <summary><c>--objective complete|pu</c>.</summary>
    public static Option<TrainingObjective> Create() => new("--objective")
    {
        HelpName = "complete|pu",
        Description = "What ground without picks is: no particle, as all are picked (complete), or perhaps one, as "
            + "some are (pu, positive-unlabelled risk: for crowded micrographs with a few picks) [default: complete]",
        CustomParser = Parse,
    };

    private static TrainingObjective Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        switch (text)
        {
            case "complete":
                return TrainingObjective.Complete;
            case "pu":
                return TrainingObjective.PositiveUnlabelled;
            default:
                result.AddError($"--objective is '{text}', expected complete or pu");
                return TrainingObjective.Complete;
        }
    }
}

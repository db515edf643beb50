using System.Globalization;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Jobs.Train.LabelFree;

namespace DeepEM.Cli.Output;

/// <summary>Says for people what a training without labels gave.</summary>
internal static class LabelFreeText
{
    /// <summary>Writes the rounds, and the model that was kept.</summary>
    /// <param name="report">What was learnt.</param>
    /// <param name="output">Receives the text.</param>
    public static void Write(LabelFreeReport report, TextWriter output)
    {
        foreach (LabelFreeRound round in report.Rounds)
        {
            output.WriteLine(Learnt(round));
            output.WriteLine(Evidence(round));
        }

        if (report.Training is { } training)
        {
            TrainingText.Write(
                new TrainingJobReport(training, report.Files, report.Device, report.Elapsed), output);
            return;
        }

        output.WriteLine("The general model is kept: nothing better was learnt");
        output.WriteLine($"Wrote {string.Join(", ", report.Files)}");
    }

    /// <summary>What a round learnt from.</summary>
    /// <param name="round">The round.</param>
    public static string Learnt(LabelFreeRound round) => string.Create(
        CultureInfo.InvariantCulture,
        $"Round {round.Number}: of {Counted.Of(round.Candidates, "candidate")} {round.Accepted} were learnt as "
        + $"particles, {round.Rejected} as background, {round.Ignored} were in doubt; {round.GoodClasses} of "
        + $"{round.Classes} classes are good");

    private static string Ground(EvidenceComparison evidence) => evidence.IsHeldOut ? "held-out" : "the same";

    private static string Evidence(LabelFreeRound round)
    {
        if (round.Evidence is not { } evidence)
        {
            return round.IsTrained
                ? "  no micrograph was left to compare the new network on"
                : "  nothing new to learn: no network was trained";
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"  class averages explain its {evidence.Picks} best picks on {Ground(evidence)} micrographs by "
            + $"{evidence.After:F1} nats, those of the network before by {evidence.Before:F1} (±{evidence.Error:F1}); ") + string.Create(
            CultureInfo.InvariantCulture,
            $"all it picks have {evidence.AllShare:P0} of the evidence before: {(round.IsKept ? "kept" : "not kept")}");
    }
}

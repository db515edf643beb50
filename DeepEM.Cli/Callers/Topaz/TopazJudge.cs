using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Jobs.Topaz;

namespace DeepEM.Cli.Callers.Topaz;

/// <summary><c>topaz precision_recall_curve</c>: how good scored picks are by labels.</summary>
internal sealed class TopazJudge() : TopazCommand(
    "precision_recall_curve",
    "says how good scored picks are by labels, at every score",
    [
        TopazOption.Works("--predicted", "FILE", "the picks"),
        TopazOption.Works("--targets", "FILE", "the labels"),
        TopazOption.Works("--assignment-radius -r", "PX", "farther apart, a pick and a label are two things"),
        TopazOption.Works("--images", "FILE", "list of the images that count [default: all with labels]"),
        TopazOption.Works("--verbose -v", null, "says what is being done"),
    ])
{
    /// <inheritdoc/>
    public override ExitCode Run(TopazCall call)
    {
        TopazWords words = call.Words;
        PickSet picks = PickReader.Read(TopazOptions.Required(words, "--predicted"));
        var figures = TopazFigures.Of(
            picks.Micrographs,
            TopazOptions.Required(words, "--targets"),
            words.Positive("--assignment-radius") ?? throw new UsageException(
                "the following arguments are required: --assignment-radius"),
            words.Text("--images") is { } list ? [.. TopazImages.Find(list).Select(image => image.Name)] : null);
        TopazFiguresText.WriteSummary(figures, call.Output);
        TopazFiguresText.WriteCurve(figures, call.Output);
        return ExitCode.Success;
    }
}

using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Topaz;

namespace DeepEM.Cli.Callers.Topaz;

/// <summary><c>topaz preprocess</c>, <c>normalize</c>, <c>downsample</c>: makes images smaller and normalises them.
/// </summary>
/// <param name="name">The command.</param>
/// <param name="summary">What it does, one line.</param>
/// <param name="bins">Whether it makes images smaller.</param>
/// <param name="normalises">Whether it normalises them.</param>
internal sealed class TopazPrepare(string name, string summary, bool bins, bool normalises) : TopazCommand(
    name,
    summary,
    [
        TopazOption.Works(TopazOptions.Output + " -o --destdir", "DIR", "where images go, as STEM.mrc"),
        TopazOption.Works("--scale -s", "S", "how many times smaller they are made [default: 4]"),
        TopazOption.Works("--affine", null, "mean and deviation of all pixels, as is done in any case"),
        TopazOption.Works("--format", "NAME", "mrc"),
        .. TopazOptions.ComputeOf("--num-threads -j -t"),
        .. TopazOption.Idle("--niters", "--alpha -a", "--beta -b", "--sample", "--pixel-sampling"),
        .. TopazOption.IdleFlags("--metadata"),
    ])
{
    private const double DefaultScale = 4;

    /// <inheritdoc/>
    public override string Operands => "MICROGRAPH ...";

    /// <inheritdoc/>
    public override ExitCode Run(TopazCall call)
    {
        TopazWords words = call.Words;
        if (words.Text("--format") is { } format && !format.Split(',').Contains("mrc"))
        {
            call.Log.Say($"images are written as mrc, not as {format}");
        }

        IReadOnlyList<string> images = TopazOptions.Paths(call);
        string output = TopazOptions.Required(words, TopazOptions.Output);
        double ratio = bins ? words.Number("--scale") ?? DefaultScale : 1;
        if (ratio < 1)
        {
            throw new UsageException($"argument --scale: found {words.Text("--scale")}, expected 1 or more");
        }

        IReadOnlyList<Notice> failures = TopazPreparationJob.Run(
            images, new TopazPreparation(ratio, normalises, output, TopazOptions.Threads(words)), call.Context);
        foreach (Notice failure in failures)
        {
            call.Log.Tell(failure);
        }

        return failures.Count == 0 ? ExitCode.Success
            : failures.Count == images.Count ? ExitCode.Failure
            : ExitCode.PartialFailure;
    }
}

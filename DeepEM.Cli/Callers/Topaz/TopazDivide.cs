using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Topaz;

namespace DeepEM.Cli.Callers.Topaz;

/// <summary><c>topaz train_test_split</c>, <c>split</c>: divides labelled images.</summary>
/// <param name="name">The command.</param>
internal sealed class TopazDivide(string name) : TopazCommand(
    name,
    "divides labelled images into those to learn from and those to judge by",
    [
        TopazOption.Works("--number -n", "N", "images to judge by"),
        TopazOption.Works("--seed", "N", "decides which ones [default: 0]"),
        TopazOption.Works("--image-dir", "DIR", "where the images are [default: here]"),
        TopazOption.Works("--image-ext", "EXT", "their extension [default: whatever is there]"),
        TopazOption.Works("--format", "NAME", "read from the content, whatever is said"),
        TopazOption.Works("--verbose -v", null, "says what is being done"),
    ])
{
    /// <inheritdoc/>
    public override string Operands => "TARGETS";

    /// <inheritdoc/>
    public override ExitCode Run(TopazCall call)
    {
        TopazWords words = call.Words;
        string targets = words.Paths is [string one] ? one : throw new UsageException("expected one file of targets");
        int test = words.Whole("--number") is > 0 and int number ? number : throw new UsageException(
            "argument --number: expected how many images are to judge by, at least 1");
        (int train, int heldOut) = TopazSplitJob.Run(
            new TopazSplit(
                targets,
                test,
                words.Whole("--seed") ?? 0,
                words.Text("--image-dir"),
                TopazOptions.Extension(words, "--image-ext")),
            call.Context);
        call.Log.Say($"{train} images to learn from, {heldOut} to judge by");
        return ExitCode.Success;
    }
}

using System.Globalization;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Topaz;
using DeepEM.Engine.Jobs.Train;
using DeepEM.Engine.Learning.Models;

namespace DeepEM.Cli.Callers.Topaz;

/// <summary><c>topaz train</c>: trains a model.</summary>
internal sealed class TopazTrain() : TopazCommand(
    "train",
    "trains a model on labelled images",
    [
        TopazOption.Works("--train-images", "FILE", "list of images to learn from, or their folder"),
        TopazOption.Works("--train-targets", "FILE", "their particles"),
        TopazOption.Works("--test-images", "FILE", "list of images to judge by"),
        TopazOption.Works("--test-targets", "FILE", "their particles"),
        TopazOption.Works("--num-particles -n", "N", "particles expected on an image"),
        TopazOption.Works("--pi", "X", "share of unlabelled places that show a particle, up to 0.4"),
        .. TopazOptions.Size,
        TopazOption.Works("--num-epochs", "N", "models to write; fewer than 10 shorten the training [default: 10]"),
        TopazOption.Works("--save-prefix", "PATH", "what the models' names begin with: PATH_epochN.sav"),
        TopazOption.Works("--output -o", "FILE", "the learning curve"),
        TopazOption.Works("--k-fold -k", "N", "divides the images in N parts, one of which is held out"),
        TopazOption.Works("--fold", "N", "which part is held out, from 0 [default: 0]"),
        TopazOption.Works("--cross-validation-seed", "N", "decides which images are in which part [default: 42]"),
        TopazOption.Works("--image-ext", "EXT", "extension of images in a folder [default: all]"),
        TopazOption.Works("--format", "NAME", "read from the content, whatever is said"),
        TopazOption.Works("--describe", null, "says what the network is, and trains none"),
        TopazOption.Works("--deepem-seed", "N", "decides everything else that is drawn by chance [default: 1]"),
        .. TopazOptions.Compute,
        .. TopazOption.Idle(
            "--method", "--slack", "--autoencoder", "--l2", "--learning-rate", "--minibatch-size",
            "--minibatch-balance", "--epoch-size", "--model -m", "--units", "--dropout", "--bn", "--pooling",
            "--unit-scaling", "--ngf", "--down-scale -s", "--patch-size -p", "--patch-padding", "--test-batch-size",
            "--test-format"),
        .. TopazOption.IdleFlags("--natural", "--pretrained", "--no-pretrained"),
    ])
{
    /// <inheritdoc/>
    public override ExitCode Run(TopazCall call)
    {
        TopazWords words = call.Words;
        if (words.Has("--describe"))
        {
            call.Output.Write($"{GeneralModel.Shipped.Network}\n");
            return ExitCode.Success;
        }

        TrainingReport report = TopazTrainingJob.Run(Settings(words), call.Context);
        string judged = report.HeldOutMicrographs > 0 ? "held-out images" : "them";
        call.Log.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"trained on {report.Particles} particles of {report.Micrographs} images, average precision "
            + $"{report.HeldOutAveragePrecision:0.000} on {judged}"));
        return report.Failures.Count == 0 ? ExitCode.Success : ExitCode.PartialFailure;
    }

    private static TopazTraining Settings(TopazWords words) =>
        new(TopazOptions.Required(words, "--train-images"), TopazOptions.Required(words, "--train-targets"))
        {
            TestImages = words.Text("--test-images"),
            TestTargets = words.Text("--test-targets"),
            Diameter = words.Positive("--deepem-diameter"),
            Radius = words.Positive("--radius"),
            ExpectedParticles = words.Number("--num-particles") is > 0 and double expected ? expected : null,
            Prior = words.Number("--pi") is > 0 and double prior ? prior : null,
            Epochs = AtLeast(words, "--num-epochs", 1) ?? TopazTraining.UsualEpochs,
            SavePrefix = words.Text("--save-prefix"),
            Curve = words.Text("--output"),
            Folds = words.Whole("--k-fold") ?? 0,
            Fold = words.Whole("--fold") ?? 0,
            FoldSeed = words.Whole("--cross-validation-seed") ?? 42,
            ImageExtension = TopazOptions.Extension(words, "--image-ext"),
            Seed = words.Whole("--deepem-seed") ?? 1,
            Device = TopazOptions.Device(words),
            Threads = TopazOptions.Threads(words),
        };

    private static int? AtLeast(TopazWords words, string name, int least) => words.Whole(name) is not { } number ? null
        : number >= least ? number
        : throw new UsageException($"argument {name}: found {number}, expected at least {least}");
}

using System.Globalization;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Learning.Models;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Callers.Topaz;

/// <summary>Whoever calls <c>topaz train</c> finds its models and its curve.</summary>
public sealed class TopazTrainTests
{
    private static readonly string[] _columns =
        ["epoch", "iter", "split", "loss", "ge_penalty", "precision", "tpr", "fpr", "auprc"];

    private BinnedImages _images = null!;

    [OneTimeSetUp]
    public void Divide()
    {
        _images = new BinnedImages(SmallData.Shared.TrainingFolder);
        TopazCallRun run = TopazCallRun.OfLine(
            $"train_test_split --number 1 --seed 3 --image-dir {_images["binned"]} {_images.Targets}");
        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
    }

    [OneTimeTearDown]
    public void Remove() => _images.Dispose();

    [Test]
    public void RELION_trains_and_picks_with_the_last_model()
    {
        string proc = _images["External/job007/proc"];
        Directory.CreateDirectory(proc);
        foreach (string part in (string[])["train", "test"])
        {
            File.Copy(_images[$"image_list_{part}.txt"], Path.Combine(proc, $"image_list_{part}.txt"));
            File.Copy(_images[$"targets_{part}.txt"], Path.Combine(proc, $"target_list_{part}.txt"));
        }

        string job = _images["External/job007"];
        TopazCallRun run = TopazCallRun.OfLine(
            $"train  -n 300 -r 3 -d 0 -o {job}/model_training.txt --num-threads=1 --num-workers=1 "
            + $"--train-images={proc}/image_list_train.txt --test-images={proc}/image_list_test.txt "
            + $"--train-targets={proc}/target_list_train.txt --test-targets={proc}/target_list_test.txt "
            + $"--save-prefix={job}/model  --num-epochs 2");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output, Is.Empty);
        RequireCurve(Path.Combine(job, "model_training.txt"), epochs: 2);
        Assert.That(
            Directory.GetFiles(job, "*.sav").Select(Path.GetFileName),
            Is.EquivalentTo(["model_epoch1.sav", "model_epoch2.sav"]));
        PickingModel last = ModelFile.Read(Path.Combine(job, "model_epoch2.sav"));
        Assert.That(last.IsCalibrated, Is.True);
        Assert.That(last.DiameterAngstrom, Is.EqualTo(24));
        Assert.That(last.PixelSizeAngstrom, Is.EqualTo(1));
        PickingModel first = ModelFile.Read(Path.Combine(job, "model_epoch1.sav"));
        Assert.That(first.Network.Stages, Is.EqualTo(last.Network.Stages));

        string found = _images["picked.txt"];
        TopazCallRun picked = TopazCallRun.OfLine(
            $"extract  -t -6 -r 12 -d 0 -m {job}/model_epoch2.sav -o {found} {_images.Files[0]}");
        Assert.That(picked.Code, Is.EqualTo(ExitCode.Success), picked.Error);
        Assert.That(_images.Found(RelionTable.Read(found), 0, scale: 1), Is.GreaterThan(0.9));
    }

    [Test]
    public void Scipion_takes_the_model_that_its_folder_lists_last()
    {
        string folder = _images["scipion"];
        Directory.CreateDirectory(folder);
        TopazCallRun run = TopazCallRun.OfLine(
            "train --radius 3 --autoencoder 0.000000 --num-epochs 1 --model resnet8 --method GE-binomial "
            + $"--num-particles 30 --train-images {_images["image_list_train.txt"]} "
            + $"--train-targets {_images["targets_train.txt"]} --test-images {_images["image_list_test.txt"]} "
            + $"--test-targets {_images["targets_test.txt"]} --num-workers 2 --device 0 "
            + $"--save-prefix {folder}/model -o {folder}/model_training.txt --deepem-diameter 25");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Error, Does.Contain("no effect here: --autoencoder, --model, --method"));
        RequireCurve(Path.Combine(folder, "model_training.txt"), epochs: 1);
        Assert.That(ModelFile.Read(Path.Combine(folder, "model_epoch1.sav")).DiameterAngstrom, Is.EqualTo(25));
    }

    [Test]
    public void Names_of_models_have_as_many_digits_as_Topaz_s()
    {
        Assert.That(DeepEM.Engine.Jobs.Topaz.TopazModels.PathOf("m", 1, 10), Is.EqualTo("m_epoch1.sav"));
        Assert.That(DeepEM.Engine.Jobs.Topaz.TopazModels.PathOf("m", 10, 10), Is.EqualTo("m_epoch10.sav"));
        Assert.That(DeepEM.Engine.Jobs.Topaz.TopazModels.PathOf("m", 1, 100), Is.EqualTo("m_epoch01.sav"));
        Assert.That(DeepEM.Engine.Jobs.Topaz.TopazModels.PathOf("m", 100, 100), Is.EqualTo("m_epoch100.sav"));
    }

    [Test]
    public void A_caller_s_epochs_end_in_their_share_of_a_training()
    {
        using ScratchFolder folder = new();
        var models = new DeepEM.Engine.Jobs.Topaz.TopazModels(folder["m"], 4);
        PickingModel model = SmallData.Shared.Model;

        Assert.That(models.Reach(0.3, () => model), Is.EqualTo([1]));
        Assert.That(models.Reach(0.3, () => model), Is.Empty);
        Assert.That(models.Reach(1, () => model), Is.EqualTo([2, 3, 4]));
        Assert.That(folder.Names(), Has.Length.EqualTo(4));
    }

    [Test]
    public void A_network_is_described_without_a_training()
    {
        TopazCallRun run = TopazCallRun.Of("train", "--describe");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success));
        Assert.That(run.Output.Trim(), Is.EqualTo(GeneralModel.Shipped.Network.ToString()));
    }

    [Test]
    public void Missing_files_and_options_end_a_training_in_a_line()
    {
        Assert.That(TopazCallRun.Of("train").Code, Is.EqualTo(ExitCode.Usage));
        TopazCallRun run = TopazCallRun.OfLine(
            $"train --train-images {_images["no.txt"]} --train-targets {_images.Targets} --save-prefix {_images["x"]}");
        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.Error.Trim().Split('\n'), Has.Length.EqualTo(1));
    }

    private static void RequireCurve(string path, int epochs)
    {
        string[][] rows = [.. File.ReadLines(path).Select(line => line.Split('\t'))];
        Assert.That(rows[0], Is.EqualTo(_columns));
        Assert.That(
            rows.Skip(1).Select(row => row[2]),
            Is.EqualTo(Enumerable.Range(0, 2 * epochs).Select(row => row % 2 == 0 ? "train" : "test")));
        foreach (string[] test in rows.Where(row => row[2] == "test"))
        {
            Assert.That(double.Parse(test[5], CultureInfo.InvariantCulture), Is.InRange(0, 1));
            Assert.That(double.Parse(test[8], CultureInfo.InvariantCulture), Is.InRange(0.3, 1));
        }
    }
}

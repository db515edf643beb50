using DeepEM.Cli.Callers;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Jobs.Topaz;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Callers.Topaz;

/// <summary>The commands around picking: versions, images, tables.</summary>
public sealed class TopazFilesTests
{
    private const string Picks =
        "image_name\tx_coord\ty_coord\tscore\na\t10\t20\t3\na\t30\t40\t-2\nb\t5\t6\t1\n";

    [Test]
    public void The_version_is_three_numbers_and_nothing_else()
    {
        Assert.That(
            TopazCallRun.Of("--version"), Is.EqualTo(new TopazCallRun(ExitCode.Success, "0.2.5\n", string.Empty)));
        using StringWriter output = new();
        Caller.Run(["topaz", "--version"], output, TextWriter.Null, CancellationToken.None);
        Assert.That(output.ToString(), Is.EqualTo("0.2.5\n"));
    }

    [TestCase(
        "denoise mic.mrc --output DIR --device 0 --patch-size 1024 --patch-padding 256 --normalize", "Topaz itself")]
    [TestCase("segment -m x -o y z.mrc", "Topaz itself")]
    [TestCase("gui", "manual picking")]
    public void What_is_not_done_names_what_does_it(string line, string instead)
    {
        TopazCallRun run = TopazCallRun.OfLine(line);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.Error.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(run.Error, Does.Contain(instead));
    }

    [Test]
    public void Help_names_every_command_and_every_option()
    {
        Assert.That(TopazCallRun.Of().Output, Is.EqualTo(TopazCallRun.Of("--help").Output));
        Assert.That(TopazCallRun.Of("-h").Output, Does.Contain("  extract ").And.Contain("  precision_recall_curve "));
        Assert.That(
            TopazCallRun.Of("extract", "--help").Output,
            Does.Contain("-t, --threshold LOGIT").And.Contain("Taken without effect: --batch-size"));
        Assert.That(TopazCallRun.Of("frobnicate").Code, Is.EqualTo(ExitCode.Usage));
    }

    // As Scipion and cryoSPARC call it.
    [Test]
    public void Preprocessed_images_are_smaller_and_standardised()
    {
        using ScratchFolder folder = new();
        float[] pixels = [.. Enumerable.Range(0, 41 * 50).Select(i => 7 + (float)Math.Sin(i * 0.7))];
        MrcWriter.Write(folder["a.mrc"], pixels, 41, 50, 1.5);

        TopazCallRun run = TopazCallRun.OfLine(
            $"preprocess {folder["a.mrc"]} -o {folder["out"]}/ --scale 4 --num-workers 4 --device 0 --niters 200");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Micrograph image = MicrographReader.Read(folder["out/a.mrc"]);
        Assert.That((image.Height, image.Width), Is.EqualTo((10, 12)));
        Assert.That(image.PixelSizeAngstrom, Is.EqualTo(6).Within(1e-4));
        Assert.That(image.Pixels.Average(), Is.Zero.Within(1e-5));
        Assert.That(image.Pixels.Average(pixel => pixel * pixel), Is.EqualTo(1).Within(1e-4));
    }

    [Test]
    public void Downsampling_keeps_grey_levels_and_normalising_keeps_the_size()
    {
        using ScratchFolder folder = new();
        float[] pixels = [.. Enumerable.Range(0, 40 * 40).Select(i => 100f + (i % 40))];
        MrcWriter.Write(folder["a.mrc"], pixels, 40, 40, 2);

        TopazCallRun small = TopazCallRun.OfLine($"downsample {folder["a.mrc"]} -s 2 -o {folder["small.mrc"]}");
        TopazCallRun normal = TopazCallRun.OfLine($"normalize --affine {folder["a.mrc"]} -o {folder["n"]}");

        Assert.That(small.Code, Is.EqualTo(ExitCode.Success), small.Error);
        Assert.That(normal.Code, Is.EqualTo(ExitCode.Success), normal.Error);
        Assert.That(MicrographReader.Read(folder["small.mrc"]).Pixels.Average(), Is.EqualTo(119.5).Within(1e-3));
        Assert.That(MicrographReader.Read(folder["n/a.mrc"]).Height, Is.EqualTo(40));
    }

    [Test]
    public void An_image_that_would_replace_itself_is_refused()
    {
        using ScratchFolder folder = new();
        MrcWriter.Write(folder["a.mrc"], new float[40 * 40], 40, 40, 2);
        byte[] before = File.ReadAllBytes(folder["a.mrc"]);

        TopazCallRun run = TopazCallRun.OfLine($"preprocess {folder["a.mrc"]} -o {folder.Path}");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(File.ReadAllBytes(folder["a.mrc"]), Is.EqualTo(before));
    }

    // As cryoSPARC calls it.
    [Test]
    public void Converted_coordinates_are_scaled_filtered_and_joined()
    {
        using ScratchFolder folder = new();
        string first = folder.Write("raw.txt", Picks);
        string second = folder.Write("more.txt", "image_name\tx_coord\ty_coord\tscore\na\t100\t200\t0\n");

        TopazCallRun run = TopazCallRun.OfLine(
            $"convert --down-scale 2 --threshold 0 -o {folder["processed.txt"]} {first} {second}");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(
            File.ReadAllText(folder["processed.txt"]),
            Is.EqualTo(TopazTable.Header + "a\t5\t10\t3\na\t50\t100\t0\nb\t3\t3\t1\n"));
    }

    [Test]
    public void Converted_coordinates_go_to_other_formats()
    {
        using ScratchFolder folder = new();
        string picks = folder.Write("raw.txt", Picks);
        Directory.CreateDirectory(folder["images"]);
        MrcWriter.Write(folder["images/a.mrc"], new float[100 * 100], 100, 100, 1);
        MrcWriter.Write(folder["images/b.mrc"], new float[80 * 100], 80, 100, 1);

        Assert.That(Convert($"convert {picks} -o {folder["p.star"]}"), Is.EqualTo(ExitCode.Success));
        Assert.That(
            Convert($"convert {picks} --to box --boxsize 16 -o {folder["boxes"]}"), Is.EqualTo(ExitCode.Success));
        Assert.That(Convert($"convert {picks} --to box -o {folder["boxes"]}"), Is.EqualTo(ExitCode.Usage));
        Assert.That(
            Convert($"convert {picks} --invert-y --imagedir {folder["images"]} -o {folder["y.txt"]}"),
            Is.EqualTo(ExitCode.Success));

        Assert.That(PickReader.Read(folder["p.star"]).Find("a.mrc")!.Particles, Has.Count.EqualTo(2));
        Assert.That(PickReader.Read(folder["boxes"]).Find("b")!.Particles[0].X, Is.EqualTo(5));
        Assert.That(File.ReadAllLines(folder["y.txt"])[^1], Is.EqualTo("b\t5\t73\t1"));

        static ExitCode Convert(string line) => TopazCallRun.OfLine(line).Code;
    }

    // As cryoSPARC calls it.
    [Test]
    public void Labelled_images_are_divided_beside_the_labels()
    {
        using ScratchFolder folder = new();
        string picks = folder.Write("processed.txt", Picks);
        folder.Write("a.mrc", "x");
        folder.Write("b.mrc", "x");

        TopazCallRun run = TopazCallRun.OfLine(
            $"train_test_split --number 1 --seed 0 --image-dir {folder.Path} {picks}");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        string[] train = File.ReadAllLines(folder["image_list_train.txt"]);
        string[] test = File.ReadAllLines(folder["image_list_test.txt"]);
        Assert.That(train[0], Is.EqualTo("image_name\tpath"));
        Assert.That(
            (string[])[train[1], test[1]],
            Is.EquivalentTo(new[] { $"a\t{folder["a.mrc"]}", $"b\t{folder["b.mrc"]}" }));
        Assert.That(
            File.ReadLines(folder["processed_train.txt"]).Skip(1).All(line => line[0] == train[1][0]), Is.True);
        Assert.That(TopazCallRun.OfLine($"split -n 2 {picks}").Code, Is.EqualTo(ExitCode.Failure));
    }

    [Test]
    public void A_curve_says_how_good_picks_are()
    {
        using ScratchFolder folder = new();
        string picks = folder.Write("p.txt", Picks);
        string targets = folder.Write("t.txt", "image_name\tx_coord\ty_coord\na\t11\t20\nb\t50\t50\n");
        string images = folder.Write("i.txt", "image_name\tpath\na\ta.mrc\n");

        TopazCallRun all = TopazCallRun.OfLine($"precision_recall_curve --predicted {picks} --targets {targets} -r 3");
        TopazCallRun one = TopazCallRun.OfLine(
            $"precision_recall_curve --predicted {picks} --targets {targets} -r 3 --images {images}");

        Assert.That(all.Code, Is.EqualTo(ExitCode.Success), all.Error);
        Assert.That(all.Output, Does.Contain("auprc=0.5, targets=2"));
        Assert.That(one.Output, Does.Contain("auprc=1, targets=1"));
        Assert.That(
            one.Output.Split('\n')[1..3],
            Is.EqualTo(["threshold\tprecision\trecall\tf1", "3\t1\t1\t1"]));
    }

    [Test]
    public void Installed_programs_run_from_anywhere()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("The programs are scripts of a Unix shell.");
        }

        using ScratchFolder folder = new();
        CommandRun run = CommandRun.Of("topaz-compat", "install", folder["bin"]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output, Does.StartWith(folder["bin/topaz"]));
        foreach (string name in (string[])["topaz", "deepem-topaz"])
        {
            Assert.That(File.ReadAllLines(folder[$"bin/{name}"]), Has.Length.EqualTo(2));
            System.Diagnostics.ProcessStartInfo start = new(folder[$"bin/{name}"], ["--version"])
            {
                RedirectStandardOutput = true,
                WorkingDirectory = "/",
            };
            start.Environment.Remove("PYTHONPATH");
            using System.Diagnostics.Process process = System.Diagnostics.Process.Start(start)!;
            Assert.That(process.StandardOutput.ReadToEnd(), Is.EqualTo("0.2.5\n"));
        }
    }
}

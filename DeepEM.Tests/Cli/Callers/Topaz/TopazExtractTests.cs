using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Jobs.Topaz;
using DeepEM.Engine.Learning.Models;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Callers.Topaz;

/// <summary>Whoever calls <c>topaz extract</c> finds its table.</summary>
public sealed class TopazExtractTests
{
    private BinnedImages _images = null!;

    [OneTimeSetUp]
    public void Bin() => _images = new BinnedImages(SmallData.Shared.UnseenFolder);

    [OneTimeTearDown]
    public void Remove() => _images.Dispose();

    // Rows of the table of callers: RELION 5 and 4, with and without a model of its own.
    [TestCase("")]
    [TestCase("-m MODEL ")]
    public void RELION_picks_a_micrograph(string model)
    {
        string proc = _images.Proc();
        string own = _images["model_epoch10.sav"];
        File.WriteAllBytes(own, SmallData.Bytes(OfBinned(SmallData.Shared.Model)));

        TopazCallRun run = TopazCallRun.OfLine(
            $"extract  -t -6 -r 12 -d 0 -x 2 {model.Replace("MODEL", own, StringComparison.Ordinal)}"
            + $"-o {proc}/rank000000.txt {proc}/rank000000.mrc ");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output, Is.Empty);
        IReadOnlyList<(double X, double Y, double Score)> table = RelionTable.Read(Path.Combine(proc, "rank000000.txt"));
        Assert.That(_images.Found(table, 0, BinnedImages.Scale), Is.GreaterThan(0.9));
        Assert.That(table.Select(pick => pick.X % 1), Has.All.Zero);
        Assert.That(table.Select(pick => Math.Abs(pick.Score)), Has.All.LessThanOrEqualTo(TopazScore.Limit));
        Assert.That(table.Select(pick => pick.Score), Is.Ordered.Descending);
    }

    [Test]
    public void The_next_micrograph_of_a_job_is_shown_as_the_first_was()
    {
        string proc = _images.Proc();
        string line = $"extract -t -6 -r 12 -d 0 -x 2 -o {proc}/rank000000.txt {proc}/rank000000.mrc";
        Assert.That(TopazCallRun.OfLine(line).Code, Is.EqualTo(ExitCode.Success));
        string kept = File.ReadAllText(Path.Combine(proc, TopazSurvey.FileName));

        _images.Proc(number: 1);
        Assert.That(TopazCallRun.OfLine(line).Code, Is.EqualTo(ExitCode.Success));

        Assert.That(File.ReadAllText(Path.Combine(proc, TopazSurvey.FileName)), Is.EqualTo(kept));
        Assert.That(
            _images.Found(RelionTable.Read(Path.Combine(proc, "rank000000.txt")), 1, BinnedImages.Scale),
            Is.GreaterThan(0.9));
    }

    [Test]
    public void Scipion_finds_the_rows_of_one_micrograph_together()
    {
        string folder = _images["extra"];
        Directory.CreateDirectory(folder);
        File.Copy(_images.Files[0], Path.Combine(folder, "12.mrc"), overwrite: true);
        File.Copy(_images.Files[1], Path.Combine(folder, "7.mrc"), overwrite: true);

        TopazCallRun run = TopazCallRun.OfLine(
            $"extract -t 0 -r 12 -m resnet8 -o {folder}/out.txt --num-workers 2 --device 0 "
            + $"{folder}/12.mrc {folder}/7.mrc");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        string[] names =
            [.. File.ReadLines(Path.Combine(folder, "out.txt")).Skip(1).Select(line => line.Split('\t')[0])];
        Assert.That(names.Distinct(), Is.EqualTo(["12", "7"]));
        Assert.That(names, Is.EqualTo(names.OrderByDescending(name => name == "12")));
    }

    [Test]
    public void CryoSPARC_s_options_are_all_taken_and_scales_are_joined()
    {
        string table = _images["cs.txt"];

        TopazCallRun run = TopazCallRun.OfLine(
            "extract --radius 12 --threshold -6 --up-scale 4 --down-scale 2 --assignment-radius -1 --min-radius 5 "
            + "--max-radius 100 --step-radius 5 --num-workers 1 --device -1 --model resnet16_u64 "
            + $"--output {table} {string.Join(' ', _images.Files)}");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(
            run.Error,
            Does.Contain("no effect here: --assignment-radius, --min-radius, --max-radius, --step-radius"));
        Assert.That(
            _images.Found([.. RelionTable.Read(table).Take(30)], 0, scale: 2), Is.GreaterThan(0.5));
    }

    [Test]
    public void A_list_of_words_and_stdin_name_micrographs_as_the_command_line_does()
    {
        string list = _images.Folder.Write("list.txt", string.Join('\n', _images.Files));
        string[] options = ["extract", "-t", "2", "-r", "12", "-j", "2"];

        string typed = TopazCallRun.Of([.. options, .. _images.Files]).Output;

        Assert.That(typed, Does.StartWith(TopazTable.Header));
        Assert.That(TopazCallRun.Of([.. options, $"@{list}"]).Output, Is.EqualTo(typed));
        Assert.That(
            TopazCallRun.Fed(string.Join('\n', _images.Files) + "\n\n", options).Output, Is.EqualTo(typed));
    }

    [Test]
    public void A_threshold_is_a_logit()
    {
        string[] options = ["extract", "-r", "12", _images.Files[0], "-o", _images["t.txt"]];

        Assert.That(
            TopazCallRun.Of([.. options, "-t", "-6"]).Error, Does.Contain("nothing is kept that scores below -4.6"));
        IReadOnlyList<(double X, double Y, double Score)> all = RelionTable.Read(_images["t.txt"]);
        string least = (all[^1].Score + 0.01).ToString(System.Globalization.CultureInfo.InvariantCulture);
        TopazCallRun.Of([.. options, "-t", least]);

        Assert.That(
            RelionTable.Read(_images["t.txt"]), Is.EqualTo(all.TakeWhile(pick => pick.Score > all[^1].Score)));
    }

    [Test]
    public void Nothing_found_is_a_table_with_a_header()
    {
        string table = _images["none.txt"];

        TopazCallRun run = TopazCallRun.Of("extract", "-r", "12", "-t", "17", "-o", table, _images.Files[0]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success));
        Assert.That(RelionTable.Read(table), Is.Empty);
        Assert.That(File.ReadAllText(table), Is.EqualTo(TopazTable.Header));
    }

    [Test]
    public void A_table_that_cannot_be_written_ends_with_1()
    {
        TopazCallRun run = TopazCallRun.Of(
            "extract", "-r", "12", "-o", _images["missing/out.txt"], _images.Files[0]);

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1], Does.Contain("missing/out.txt"));
    }

    [TestCase("--filaments --filaments_length 60 --filaments_plot", "filaments")]
    [TestCase("-m none", "scores")]
    [TestCase("--dims 3", "tomograms")]
    [TestCase("-m PICKLE", "PyTorch")]
    [TestCase("-m ZIP", "PyTorch")]
    [TestCase("-r 12 NOTHING", "nothing.mrc")]
    public void What_cannot_be_done_is_said_in_a_line_beside_an_empty_table(string words, string said)
    {
        string table = _images["refused.txt"];
        File.WriteAllText(table, "of another micrograph");
        string line = words
            .Replace("PICKLE", _images.Folder.Write("pickle.sav", [0x80, 2, 99, 0]), StringComparison.Ordinal)
            .Replace("ZIP", _images.Folder.Write("zip.sav", "PK\u0003\u0004"), StringComparison.Ordinal)
            .Replace("NOTHING", _images["nothing.mrc"], StringComparison.Ordinal);
        string image = words.Contains("NOTHING", StringComparison.Ordinal) ? string.Empty : _images.Files[0];

        TopazCallRun run = TopazCallRun.OfLine($"extract {line} -o {table} {image}");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.Error, Does.Contain(said));
        Assert.That(run.Error, Does.Not.Contain("   at "));
        Assert.That(File.ReadAllText(table), Is.EqualTo(TopazTable.Header));
    }

    [Test]
    public void One_bad_micrograph_of_many_is_passed_over()
    {
        string bad = _images.Folder.Write("bad.mrc", "no image");

        TopazCallRun run = TopazCallRun.OfLine(
            $"extract -r 12 -t 0 -o {_images["p.txt"]} {bad} {_images.Files[0]}");

        Assert.That(run.Code, Is.EqualTo(ExitCode.PartialFailure));
        Assert.That(run.Error, Does.Contain("bad.mrc"));
        Assert.That(RelionTable.Read(_images["p.txt"]), Is.Not.Empty);
    }

    [TestCase("coord", ".txt")]
    [TestCase("csv", ".csv")]
    [TestCase("star", ".star")]
    [TestCase("json", ".json")]
    [TestCase("box", ".box")]
    public void Files_beside_micrographs_read_back_as_the_table(string format, string extension)
    {
        string image = _images["beside.mrc"];
        File.Copy(_images.Files[0], image, overwrite: true);

        TopazCallRun run = TopazCallRun.OfLine(
            $"extract -r 12 -t 1 --per-micrograph --suffix _picks --format {format} {image}");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Output, Is.Empty);
        CoordinateFile file = CoordinateFileReader.Read(_images[$"beside_picks{extension}"], []);
        Assert.That(
            _images.Found([.. file.Micrographs[0].Particles.Select(p => (p.X, p.Y, p.FigureOfMerit))], 0, scale: 1),
            Is.GreaterThan(0.9));
    }

    [Test]
    public void Figures_by_labels_stand_on_stdout()
    {
        TopazCallRun run = TopazCallRun.OfLine(
            $"extract -r 12 -t -6 --targets {_images.Targets} --only-validate {_images.Files[0]}");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        string value = run.Output.Split("auprc=")[1].Split(',')[0];
        Assert.That(double.Parse(value, System.Globalization.CultureInfo.InvariantCulture), Is.InRange(0.8, 1));
        Assert.That(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_diameter_that_nobody_says_is_measured()
    {
        TopazCallRun run = TopazCallRun.OfLine($"extract -t 0 -o {_images["d.txt"]} {_images.Files[0]}");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Error, Does.Contain("measured: 2"));
        Assert.That(_images.Found(RelionTable.Read(_images["d.txt"]), 0, scale: 1), Is.GreaterThan(0.8));
    }

    // Such a model has its diameter in binned pixels.
    private static PickingModel OfBinned(PickingModel model) => model with
    {
        PixelSizeAngstrom = 1,
        DiameterAngstrom = BinnedImages.Diameter,
        Binning = model.Binning / BinnedImages.Scale,
        EdgeMarginAngstrom = model.EdgeMarginAngstrom * BinnedImages.Diameter / model.DiameterAngstrom,
    };
}

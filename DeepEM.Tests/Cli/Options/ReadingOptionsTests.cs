using DeepEM.Cli.Shell;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Micrographs;
using DeepEM.Tests.Cli.BadInput;
using DeepEM.Tests.Engine.Picking;
using DeepEM.Tests.Support.BadFiles;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Options;

/// <summary>--slice and --flip-y of deepem pick, train and evaluate.</summary>
public sealed class ReadingOptionsTests : MicrographCases
{
    private const int Width = 120;
    private const int Height = 90;

    // A blob far from the middle row, as a TIFF has it: its first row at the top.
    private static readonly byte[] _blob =
        MrcBytes.Floats(BlobModel.Image(Height, Width, (40, 20)).Pixels);

    private static readonly TiffBytes _tiff = new() { Width = Width, Height = Height, RowsPerStrip = 9 };

    [TestCase("m.tif", "auto", Height - 1 - 20)]
    [TestCase("m.tif", "no", 20)]
    [TestCase("m.tif", "yes", Height - 1 - 20)]
    [TestCase("m.mrc", "auto", 20)]
    [TestCase("m.mrc", "yes", Height - 1 - 20)]
    public void Picks_count_y_from_the_last_row_of_a_TIFF_as_RELION_does(string name, string flip, double y)
    {
        byte[] content = name == "m.tif"
            ? _tiff.With(_blob)
            : new MrcBytes { Width = Width, Height = Height }.With(_blob);
        AssertPickedWith(["--pixel-size", "1.5", "--flip-y", flip], Folder.Write(name, content));

        Particle best = PickReader.Read(Folder["out/m_autopick.star"]).Micrographs.Single().Particles
            .MaxBy(particle => particle.FigureOfMerit);

        Assert.That((best.X, best.Y), Is.EqualTo((40.0, y)).Within(1.0));
    }

    [Test]
    public void A_slice_of_several_pages_is_picked_and_recorded()
    {
        byte[] pages = _tiff.With(new byte[_blob.Length], _blob);
        AssertPickedWith(["--pixel-size", "1.5", "--slice", "1"], Folder.Write("m.tif", pages));

        Assert.That(
            PickReader.Read(Folder["out/m_autopick.star"]).Micrographs.Single().Particles, Has.Count.Positive);
        Assert.That(File.ReadAllText(Folder["out/settings.json"]), Does.Contain("\"Slice\": 1"));
    }

    [Test]
    public void Labels_beside_a_TIFF_or_packed_micrograph_know_its_size()
    {
        Directory.CreateDirectory(Folder["truth"]);
        PickStarWriter.Write(Folder["truth/a.star"], [new Particle(10, 10, 0)]);
        PickStarWriter.Write(Folder["truth/b.star"], [new Particle(10, 10, 0)]);
        Folder.Write("a.tif", _tiff.With(_blob));
        Folder.Write("truth/b.mrc.gz", PackedMrcCases.Pack("gz", new MrcBytes().WithImage()));

        CommandRun run = CommandRun.Of(
            "evaluate", "--truth", Folder["truth"], "--picks", Folder["truth"], "--diameter", "40", "--pixel-size",
            "2", "--pictures", Folder["pictures"], "--flip-y", "no", "--slice", "0");

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Assert.That(run.Error, Does.Not.Contain("size unknown"));
        Assert.That(Directory.GetFiles(Folder["pictures"], "*.png"), Has.Length.EqualTo(2));
    }

    [TestCase("--flip-y", "down", "--flip-y is 'down', expected auto, yes or no")]
    [TestCase("--slice", "-1", "--slice is '-1', expected a whole number of 0 or more")]
    [TestCase("--slice", "one", "--slice is 'one', expected a whole number of 0 or more")]
    public void Wrong_values_end_with_the_usage(string option, string value, string expected)
    {
        foreach (string command in (string[])["pick", "train", "evaluate"])
        {
            CommandRun run = CommandRun.Of(command, option, value);
            Assert.That(run.Code, Is.EqualTo(ExitCode.Usage));
            Assert.That(run.Error, Does.Contain(expected));
        }
    }

    [Test]
    public void Training_reads_the_page_that_is_named()
    {
        TiffBytes small = new() { Width = 20, Height = 20, RowsPerStrip = 20 };
        string path = Folder.Write("m.tif", small.With(new byte[1600], new byte[1600]));
        PickStarWriter.Write(Folder["picks.star"], [new Particle(10, 10, 0), new Particle(5, 5, 0)]);
        string[] train =
        [
            "train", path, "--picks", Folder["picks.star"], "--diameter", "60", "--pixel-size", "2", "--device", "cpu",
            "--out", Folder["new.deepem"],
        ];
        File.Move(Folder["picks.star"], Folder["m.star"]);
        train[3] = Folder["m.star"];

        CommandRun unnamed = CommandRun.Of(train);
        CommandRun named = CommandRun.Of([.. train, "--slice", "1"]);

        Assert.That(unnamed.Error, Does.Contain("2 pages, expected one image"));
        Assert.That(named.Error, Does.Contain("is smaller than the").And.Not.Contain("pages"));
        Assert.That(MicrographReader.ReadHeader(path).Sections, Is.EqualTo(2));
    }
}

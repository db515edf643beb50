using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs;

/// <summary>What a user may name on the command line, and what becomes of it.</summary>
public sealed class MicrographListTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new ScratchFolder();
        string[] names = ["m/b.mrc", "m/a.mrc", "m/s.mrcs", "m/n.txt", "m/.h.mrc", "m/sub/c.mrc", "m/B.MRC"];
        foreach (string name in names)
        {
            _folder.Write(name, "");
        }
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void A_folder_gives_its_own_images_in_ordinal_order() =>
        Assert.That(Names(Expand(_folder["m"])), Is.EqualTo("m/B.MRC m/a.mrc m/b.mrc"));

    [Test]
    public void A_pattern_is_expanded() =>
        Assert.That(Names(Expand(_folder["m/**/[bc].mrc"])), Is.EqualTo("m/b.mrc m/sub/c.mrc"));

    [Test]
    public void A_file_with_letters_of_a_pattern_is_the_file()
    {
        string path = _folder.Write("m[1].mrc", "");
        _folder.Write("m1.mrc", "");

        Assert.That(Names(Expand(path)), Is.EqualTo("m[1].mrc"));
    }

    [Test]
    public void A_micrograph_named_twice_is_kept_where_it_was_first() =>
        Assert.That(
            Names(Expand(_folder["m/b.mrc"], _folder["m/sub/../b.mrc"], _folder["m"])),
            Is.EqualTo("m/b.mrc m/B.MRC m/a.mrc"));

    [Test]
    public void A_list_and_the_standard_input_are_read_line_by_line()
    {
        string list = _folder.Write("list.txt", $"# mine\n\n  m/a.mrc  \r\n{_folder["m/sub"]}\n");
        using StringReader input = new(_folder["m/?.mrc"]);

        IReadOnlyList<MicrographSource> sources = MicrographList.Expand(["@" + list, "-"], input);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Names(sources), Is.EqualTo("m/a.mrc m/sub/c.mrc m/b.mrc"));
            Assert.That(sources[0].Name, Is.EqualTo("m/a.mrc"));
        }
    }

    [Test]
    public void A_star_of_RELION_gives_names_as_they_stand_and_pixel_sizes_of_their_optics_groups()
    {
        string star = _folder.Write(
            "CtfFind/job003/micrographs_ctf.star",
            "# version 30001\n\ndata_optics\n\nloop_\n_rlnOpticsGroupName #1\n_rlnOpticsGroup #2\n"
            + "_rlnMicrographOriginalPixelSize #3\n_rlnMicrographPixelSize #4\nkrios 1 0.53 1.06\narctica 2 0.9 0.9\n\n"
            + "# version 30001\n\ndata_micrographs\n\nloop_\n_rlnMicrographName #1\n_rlnOpticsGroup #2\n"
            + "m/b.mrc 2\nm/a.mrc 1\nm/gone.mrc 1\n");

        IReadOnlyList<MicrographSource> sources = Expand(star);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                string.Join(' ', sources.Select(source => source.Name)), Is.EqualTo("m/b.mrc m/a.mrc m/gone.mrc"));
            Assert.That(
                sources.Take(2).Select(source => source.Path), Is.EqualTo([_folder["m/b.mrc"], _folder["m/a.mrc"]]));
            Assert.That(sources[0].PixelSizeAngstrom, Is.EqualTo(0.9));
            Assert.That(sources[1].PixelSizeAngstrom, Is.EqualTo(1.06));
            Assert.That(sources[1].Stem, Is.EqualTo("a"));
        }
    }

    [Test]
    public void A_star_before_3_1_gives_the_pixel_size_by_the_magnification()
    {
        string star = _folder.Write(
            "old.star",
            "data_\n\nloop_\n_rlnMicrographName\n_rlnMagnification\n_rlnDetectorPixelSize\nm/a.mrc 50000 7\n");

        Assert.That(Expand(star).Single().PixelSizeAngstrom, Is.EqualTo(1.4).Within(1e-12));
    }

    [Test]
    public void Names_of_a_star_hold_relative_to_the_current_directory_first()
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, _folder["m/a.mrc"]);
        string star = _folder.Write("elsewhere/x.star", $"data_\nloop_\n_rlnMicrographName\n{relative}\n");
        _folder.Write("elsewhere/" + Path.GetFileName(relative), "");

        Assert.That(Expand(star).Single().Path, Is.EqualTo(relative));
    }

    [TestCase("b.tif a.mrc.gz c.MRC.ZST d.mrc.bz2 x.png", "a.mrc.gz c.MRC.ZST d.mrc.bz2")]
    [TestCase("b.tif a.TIFF x.png y.jpg", "a.TIFF b.tif")]
    [TestCase("b.png a.jpg c.jpeg n.txt .h.png", "a.jpg b.png c.jpeg")]
    [TestCase("s.mrcs b.gz a.mrc", "a.mrc")]
    public void A_folder_gives_one_kind_of_micrographs(string files, string expected)
    {
        foreach (string file in files.Split(' '))
        {
            _folder.Write("k/" + file, "");
        }

        Assert.That(
            Expand(_folder["k"]).Select(source => Path.GetFileName(source.Path)), Is.EqualTo(expected.Split(' ')));
    }

    [TestCase("a.mrc a_PS.mrc a_noDW.mrc gain.mrc Gain-ref_x.mrc CountRef_1.mrc again_1.mrc b_PS2.mrc",
        "a.mrc again_1.mrc b_PS2.mrc", 5)]
    [TestCase("a_noDW.mrc b_noDW.mrc", "a_noDW.mrc b_noDW.mrc", 0)]
    [TestCase("gain_1.mrc gain_2.mrc", "gain_1.mrc gain_2.mrc", 0)]
    public void Spectra_undosed_sums_and_gain_references_of_a_folder_are_left_out_with_one_notice(
        string files, string expected, int leftOut)
    {
        foreach (string file in files.Split(' '))
        {
            _folder.Write("k/" + file, "");
        }

        List<Notice> notices = [];
        IReadOnlyList<MicrographSource> sources =
            MicrographList.Expand([_folder["k"]], TextReader.Null, notices);

        Assert.That(sources.Select(source => Path.GetFileName(source.Path)), Is.EqualTo(expected.Split(' ')));
        Assert.That(
            notices.Select(notice => notice.Text.Split(" left out")[0]),
            Is.EqualTo(leftOut == 0 ? [] : new[] { $"{leftOut} of {files.Split(' ').Length} files" }));
    }

    [Test]
    public void A_file_that_is_named_is_taken_whatever_its_name()
    {
        string spectrum = _folder.Write("k/a_PS.mrc", "");
        _folder.Write("k/a.mrc", "");

        Assert.That(Expand(spectrum).Single().Path, Is.EqualTo(spectrum));
        Assert.That(Expand(_folder["k/*_PS.mrc"]).Single().Path, Is.EqualTo(spectrum));
    }

    [TestCase("none.mrc", "no such file")]
    [TestCase("*.none", "matches no file")]
    [TestCase("m/sub/deep", "no such file")]
    [TestCase("empty", "no micrograph of its own (*.mrc *.mrc.gz")]
    [TestCase("@none.txt", "no such file")]
    [TestCase("@empty.txt", "names no micrograph")]
    [TestCase("gone.star", "none of its micrographs is there, the first being x/y.mrc")]
    [TestCase("norows.star", "has no rows")]
    [TestCase("coordinates.star", "expected a table with _rlnMicrographName")]
    [TestCase("group.star", "line 9, column _rlnOpticsGroup: found optics group 7")]
    [TestCase("negative.star", "column _rlnMagnification: expected a positive number")]
    public void What_gives_no_micrograph_is_an_error(string name, string expected)
    {
        Directory.CreateDirectory(_folder["empty"]);
        _folder.Write("empty.txt", "\n# nothing\n");
        _folder.Write("gone.star", "data_\nloop_\n_rlnMicrographName\nx/y.mrc\n");
        _folder.Write("norows.star", "data_micrographs\nloop_\n_rlnMicrographName\n");
        _folder.Write("coordinates.star", "data_\nloop_\n_rlnCoordinateX\n1\n");
        _folder.Write(
            "group.star",
            "data_optics\nloop_\n_rlnOpticsGroup\n1\ndata_micrographs\nloop_\n_rlnMicrographName\n_rlnOpticsGroup\n"
            + "m/a.mrc 7\n");
        _folder.Write(
            "negative.star",
            "data_\nloop_\n_rlnMicrographName\n_rlnMagnification\n_rlnDetectorPixelSize\nm/a.mrc -1 5\n");
        string input = name.StartsWith('@') ? "@" + _folder[name[1..]] : _folder[name];

        Assert.That(() => Expand(input), Throws.InstanceOf<InvalidFileException>().With.Message.Contains(expected));
    }

    [Test]
    public void Outputs_are_named_by_stems_and_by_folders_where_stems_are_equal()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Outputs("a/m1.mrc", "b/m2.mrc"), Is.EqualTo("m1 m2"));
            Assert.That(
                Outputs("MotionCorr/job002/g1/m.mrc", "MotionCorr/job002/g2/m.mrc", "/x/../../n.mrc"),
                Is.EqualTo("g1/m g2/m x/n"));
            Assert.That(Outputs("../.."), Is.EqualTo("_"));
            Assert.That(() => Outputs("a/m.mrc", "a/m.mrcs"), Throws.InstanceOf<InvalidFileException>());
        }
    }

    private static string Outputs(params string[] names) =>
        string.Join(' ', OutputNames.Assign([.. names.Select(name => new MicrographSource(name, name, null))]));

    private static IReadOnlyList<MicrographSource> Expand(params string[] inputs) =>
        MicrographList.Expand(inputs, TextReader.Null);

    private string Names(IEnumerable<MicrographSource> sources) =>
        string.Join(' ', sources.Select(source => Path.GetRelativePath(_folder.Path, source.Path)));
}

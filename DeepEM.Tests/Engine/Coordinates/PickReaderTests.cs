using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Micrographs;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Coordinates;

/// <summary>Picks from folders, indices and single files, matched to micrographs.</summary>
[Category(TestCategory.Smoke)]
public sealed class PickReaderTests
{
    private const string Head = "data_\n\nloop_\n_rlnCoordinateX #1\n_rlnCoordinateY #2\n";

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void A_folder_is_matched_by_stems()
    {
        _folder.Write("a.star", Head + "1 1\n");
        _folder.Write("b_autopick.star", Head + "2 2\n");
        _folder.Write("c_manualpick.star", Head + "3 3\n");
        _folder.Write("d.x.box", "0 0 8 8\n");
        _folder.Write("e.txt", "no picks");
        _folder.Write("autopick.star", "data_coordinate_files\n");
        _folder.Write("job.star", "data_job\n");
        _folder.Write("sub/f.star", Head + "5 5\n");

        PickSet picks = PickReader.Read(_folder.Path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(picks), Is.EqualTo("a:1,1,0 b:2,2,0 c:3,3,0 d.x:4,4,0"));
            Assert.That(picks.ParticleCount, Is.EqualTo(4));
            Assert.That(picks.Warnings, Is.Empty);
            Assert.That(picks.Find("Micrographs/b.mrc")!.Source, Is.EqualTo(_folder["b_autopick.star"]));
            Assert.That(picks.Find("d.x.mrc"), Is.Not.Null);
            Assert.That(picks.Find("z"), Is.Null);
        }
    }

    [TestCase(PickScope.Accepted, "a:1,1,0")]
    [TestCase(PickScope.All, "a:1,1,0 2,2,0")]
    public void Picks_down_to_the_floor_are_read_only_when_asked_for(PickScope scope, string expected)
    {
        _folder.Write("a_autopick.star", Head + "1 1\n");
        _folder.Write("a_all.star", Head + "1 1\n2 2\n");

        Assert.That(Text(PickReader.Read(_folder.Path, scope)), Is.EqualTo(expected));
    }

    [Test]
    public void A_known_micrograph_may_end_like_a_suffix()
    {
        _folder.Write("grid_all.star", Head + "1 1\n");
        _folder.Write("other.star", "not even a table");

        PickSet picks = PickReader.Read(_folder.Path, PickScope.Accepted, ["m/grid_all.mrc"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(picks), Is.EqualTo("grid_all:1,1,0"));
            Assert.That(picks.Warnings.Texts(), Has.One.Contains("1 other micrographs not read"));
        }
    }

    [TestCase("a.box", "0 0 8 8\n", "a.box and a.star")]
    [TestCase("a_autopick.star", Head, "a.star and a_autopick.star")]
    public void Two_files_for_one_micrograph_are_an_error(string second, string content, string expected)
    {
        _folder.Write("a.star", Head + "1 1\n");
        _folder.Write(second, content);

        Assert.That(
            () => PickReader.Read(_folder.Path),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains(expected + " are both picks of a"));
    }

    [Test]
    public void A_folder_without_picks_is_an_error() =>
        Assert.That(
            () => PickReader.Read(_folder.Path),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains("no file of picks"));

    [Test]
    public void A_file_of_many_micrographs_in_a_folder_is_an_error()
    {
        _folder.Write(
            "all_of_them.star",
            "data_\nloop_\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnMicrographName\n1 1 a\n1 1 b\n");

        Assert.That(
            () => PickReader.Read(_folder.Path),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains("holds particles of 2 micrographs"));
    }

    [TestCase(PickScope.Accepted, "g1/m.mrc:1,1,0 g2/m.mrc:")]
    [TestCase(PickScope.All, "g1/m.mrc:1,1,0 9,9,0 g2/m.mrc:")]
    public void An_index_names_the_file_of_each_micrograph(PickScope scope, string expected)
    {
        _folder.Write("AutoPick/job011/g1/m_autopick.star", Head + "1 1\n");
        _folder.Write("AutoPick/job011/g1/m_all.star", Head + "1 1\n9 9\n");
        _folder.Write("AutoPick/job011/g2/m_autopick.star", Head);
        AutopickStarWriter.Write(
            _folder["AutoPick/job011/autopick.star"],
            [
                new AutopickEntry("g1/m.mrc", "AutoPick/job011/g1/m_autopick.star"),
                new AutopickEntry("g2/m.mrc", "AutoPick/job011/g2/m_autopick.star"),
            ]);

        PickSet picks = PickReader.Read(_folder["AutoPick/job011"], scope);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(picks), Is.EqualTo(expected));
            Assert.That(Text(PickReader.Read(_folder["AutoPick/job011/autopick.star"], scope)), Is.EqualTo(expected));
            Assert.That(picks.Find("g2/m.mrc")!.Particles, Is.Empty);
            Assert.That(
                () => picks.Find("elsewhere/m.mrc"),
                Throws.InstanceOf<InvalidFileException>().With.Message.Contains("g1/m.mrc and g2/m.mrc"));
        }
    }

    [TestCase("m.mrc gone.star", "column _rlnMicrographCoordinates: found gone.star, which is not there")]
    [TestCase("m.mrc a.star\nm.mrc a.star", "found m.mrc twice")]
    public void An_index_that_is_wrong_is_an_error(string rows, string expected)
    {
        _folder.Write("a.star", Head);
        string index = _folder.Write(
            "autopick.star",
            "data_coordinate_files\nloop_\n_rlnMicrographName\n_rlnMicrographCoordinates\n" + rows + "\n");

        Assert.That(
            () => PickReader.Read(index), Throws.InstanceOf<InvalidFileException>().With.Message.Contains(expected));
    }

    [Test]
    public void Particles_of_RELION_are_shifted_by_their_origins_and_matched_by_file_name()
    {
        string path = _folder.Write(
            "particles.star",
            "# version 30001\n\ndata_optics\n\nloop_\n_rlnOpticsGroup #1\n_rlnMicrographOriginalPixelSize #2\n"
            + "1 2.0\n2 0.5\n\n"
            + "# version 30001\n\ndata_particles\n\nloop_\n_rlnCoordinateX #1\n_rlnCoordinateY #2\n"
            + "_rlnMicrographName #3\n"
            + "_rlnOpticsGroup #4\n_rlnOriginXAngst #5\n_rlnOriginYAngst #6\n_rlnAutopickFigureOfMerit #7\n"
            + "100 200 job/a.mrc 1 3 -4 0.75\n100 200 'job/my b.mrc' 2 3 -4 -999\n-999 -999 job/a.mrc 1 0 0 0\n"
            + "100 200 job/a.mrc 1 3 -4 0.5\n50 60 job/a.mrc 1 0 0 0.25\n");

        PickSet picks = PickReader.Read(path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(picks), Is.EqualTo("job/a.mrc:98.5,202,0.75 50,60,0.25 job/my b.mrc:94,208,0"));
            Assert.That(picks.Find("elsewhere/my b.mrc")!.Particles, Has.Count.EqualTo(1));
            Assert.That(picks.Warnings, Has.Count.EqualTo(2));
            Assert.That(picks.Warnings.Texts(), Has.One.Contains("1 rows with the dummy coordinates"));
            Assert.That(picks.Warnings.Texts(), Has.One.Contains("1 particles at a place that was there before"));
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_particle_knows_its_row_whatever_rows_were_left_out_before_it(bool keepsTables)
    {
        const string Columns =
            "data_\nloop_\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnMicrographName\n_rlnClassNumber\n";
        string path = _folder.Write(
            "p.star", Columns + "5 6 b.mrc 1\n-999 -999 a.mrc 2\n1 2 a.mrc 3\n5 6 b.mrc 4\n3 4 a.mrc 5\n");

        PickSet picks = PickReader.Read(path, keepsTables: keepsTables);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(picks.Find("a.mrc")!.Particles.Select(particle => particle.Row), Is.EqualTo([2, 4]));
            Assert.That(picks.Find("b.mrc")!.Particles.Select(particle => particle.Row), Is.EqualTo([0]));
            Assert.That(picks.Find("a.mrc")!.Table is null, Is.Not.EqualTo(keepsTables));
            Assert.That(
                picks.Find("a.mrc")!.Table?.Particles.Text(4, "_rlnClassNumber") ?? "5", Is.EqualTo("5"));
        }
    }

    [Test]
    public void Places_that_differ_by_their_origins_alone_are_two_before_and_after_they_are_centred()
    {
        string path = _folder.Write(
            "p.star",
            "data_\nloop_\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnMicrographName\n_rlnOriginXAngst\n"
            + "_rlnOriginYAngst\n10 20 a.mrc 3 0\n10 20 a.mrc 5 0\n10 20 a.mrc 3 0\n");

        MicrographPicks picks = PickReader.Read(path, keepsTables: true).Micrographs[0];
        MicrographPicks centred = picks.Table!.Centre(picks, 2, []);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(centred.Particles.Select(particle => (particle.X, particle.Row)), Is.EqualTo(
                [(8.5, 0), (7.5, 1)]));
            Assert.That(
                () => picks.Table.Centre(picks, null, []),
                Throws.InstanceOf<InvalidFileException>().With.Message.Contains("line 8, column _rlnOriginXAngst"));
        }
    }

    [Test]
    public void Origins_in_angstrom_without_a_pixel_size_are_refused_unless_they_are_zero()
    {
        const string Columns =
            "data_\nloop_\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnMicrographName\n_rlnOriginXAngst\n_rlnOriginYAngst\n";
        string zero = _folder.Write("zero.star", Columns + "1 2 a.mrc 0 0\n");
        string shifted = _folder.Write("shifted.star", Columns + "1 2 a.mrc 0 1\n");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(PickReader.Read(zero)), Is.EqualTo("a.mrc:1,2,0"));
            Assert.That(
                () => PickReader.Read(shifted),
                Throws.InstanceOf<InvalidFileException>().With.Message.Contains("line 8, column _rlnOriginXAngst"));
        }
    }

    [Test]
    public void Origins_in_pixels_are_subtracted_with_a_warning()
    {
        string path = _folder.Write(
            "old.star", "data_\nloop_\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnOriginX\n_rlnOriginY\n10 20 1.5 -2\n");

        PickSet picks = PickReader.Read(path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(picks), Is.EqualTo("old:8.5,22,0"));
            Assert.That(picks.Warnings.Texts(), Has.One.Contains("_rlnOriginX/Y"));
        }
    }

    [Test]
    public void An_empty_table_is_no_picks_with_a_warning()
    {
        PickSet picks = PickReader.Read(_folder.Write("a_autopick.star", Head));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(picks), Is.EqualTo("a:"));
            Assert.That(picks.Warnings.Texts(), Has.One.Contains("0 particles"));
        }
    }

    [TestCase("none.star", "no such file")]
    [TestCase("nocoordinates.star", "expected a table with _rlnCoordinateX and _rlnCoordinateY")]
    [TestCase("noloop.star", "data_ without columns")]
    [TestCase("comma.star", "line 6, column _rlnCoordinateY: found '10,5'")]
    public void What_holds_no_picks_is_an_error(string name, string expected)
    {
        _folder.Write("nocoordinates.star", "data_\nloop_\n_rlnMicrographName\nmic.mrc\n");
        _folder.Write("noloop.star", "data_\n");
        _folder.Write("comma.star", Head + "10 10,5\n");

        Assert.That(
            () => PickReader.Read(_folder[name]),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains(expected));
    }

    [Test]
    public void Picks_written_read_back_equal()
    {
        Random random = new(4);
        List<Particle> particles =
            [.. Enumerable.Range(0, 300).Select(_ => new Particle(
                random.NextDouble() * 4096, random.NextDouble() * 4096, random.NextDouble()))];
        PickStarWriter.Write(_folder["m_autopick.star"], particles);

        Assert.That(PickReader.Read(_folder.Path).Find("m")!.Particles, Is.EqualTo(particles));
    }

    [Test]
    public void Written_files_are_byte_for_byte_what_RELION_reads()
    {
        PickStarWriter.Write(_folder["a.star"], [new Particle(10.5, 20, 0.125)]);
        AutopickStarWriter.Write(
            _folder["autopick.star"],
            [new AutopickEntry("MotionCorr/job002/Movies/mic001.mrc", "AutoPick/job011/Movies/mic001_autopick.star")]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.ReadAllText(_folder["a.star"]), Is.EqualTo(
                "# version 30001\n\ndata_\n\nloop_\n_rlnCoordinateX #1\n_rlnCoordinateY #2\n_rlnClassNumber #3\n"
                + "_rlnAutopickFigureOfMerit #4\n_rlnAnglePsi #5\n10.5 20 0 0.125 0\n"));
            Assert.That(File.ReadAllText(_folder["autopick.star"]), Is.EqualTo(
                "# version 30001\n\ndata_coordinate_files\n\nloop_\n_rlnMicrographName #1\n"
                + "_rlnMicrographCoordinates #2\n"
                + "MotionCorr/job002/Movies/mic001.mrc AutoPick/job011/Movies/mic001_autopick.star\n"));
        }
    }

    [TestCase("klh/test/truth", 8)]
    [TestCase("apoferritin/train/truth", 5)]
    [TestCase("betagal/train/truth", 3)]
    public void Real_labels_load_and_lie_on_their_micrographs(string name, int micrographs)
    {
        PickSet picks = PickReader.Read(SharedFolder.Require("data/" + name));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(picks.Micrographs, Has.Count.EqualTo(micrographs));
            Assert.That(picks.ParticleCount, Is.GreaterThan(5 * micrographs));
            foreach (MicrographPicks picked in picks.Micrographs)
            {
                MicrographHeader header = MicrographReader.ReadHeader(
                    Path.Combine(Path.GetDirectoryName(picks.Path)!, picked.Stem + ".mrc"));
                List<Notice> warnings = [];
                _ = CoordinateCheck.KeepInside(picked, header.Height, header.Width, warnings);
                Assert.That(warnings, Is.Empty);
            }
        }
    }

    private static string Text(PickSet picks) => string.Join(' ', picks.Micrographs.Select(one =>
        $"{one.Micrograph}:" + string.Join(' ', one.Particles.Select(p => $"{p.X},{p.Y},{p.FigureOfMerit}"))));
}

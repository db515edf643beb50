using DeepEM.Engine.Foundation;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Arrival;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Arrival;

/// <summary>Which names of a folder or a list are micrographs.</summary>
public sealed class PlaceTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Of_a_folder_names_of_copies_under_way_and_of_other_images_are_left_out()
    {
        foreach (string name in (string[])
            [
                "a.mrc", "b.MRC", "c.mrc.gz", ".d.mrc", ".e.mrc.x7Yq", "f.mrc.part", "g.mrc~", "h.mrc.tmp",
                "i.mrc.filepart", "j.mrc.crdownload", "k.mrc.swp", "l_PS.mrc", "m_noDW.mrc", "gain.mrc", "n.tif",
                "o.png", "p.star",
            ])
        {
            _folder.Write(name, "");
        }

        Assert.That(
            Names(new FolderPlace(_folder.Path).Scan(isLate: false)), Is.EqualTo(["a.mrc", "b.MRC", "c.mrc.gz"]));
    }

    [Test]
    public void TIFF_files_are_taken_until_there_are_MRC_files()
    {
        FolderPlace place = new(_folder.Path);
        _folder.Write("a.tif", "");
        Assert.That(Names(place.Scan(isLate: false)), Is.EqualTo(["a.tif"]));
        _folder.Write("b.tif", "");
        _folder.Write("b.mrc", "");
        Assert.That(Names(place.Scan(isLate: false)), Is.EqualTo(["b.mrc"]));
        _folder.Write("c.tif", "");
        Assert.That(place.Scan(isLate: false), Is.Empty);
    }

    [Test]
    public void A_folder_covers_its_own_files_there_or_not()
    {
        FolderPlace place = new(_folder.Path + "/");
        Assert.That(place.Covers(_folder["gone.mrc"]), Is.True);
        Assert.That(place.Covers(_folder["below/a.mrc"]), Is.False);
    }

    [Test]
    public void A_list_that_grows_gives_its_new_rows_with_their_pixel_sizes()
    {
        Write("a.mrc", "b.mrc");
        ListPlace place = new(_folder["list.star"]);
        Assert.That(Names(place.Scan(isLate: false)), Is.EqualTo(["a.mrc", "b.mrc"]));
        Assert.That(place.Scan(isLate: false), Is.Empty);

        Write("c.mrc", "a.mrc", "b.mrc");

        MicrographSource found = place.Scan(isLate: false).Single();
        Assert.That((Path.GetFileName(found.Path), found.PixelSizeAngstrom), Is.EqualTo(("c.mrc", 1.5)));
        MicrographSource[] all =
            [.. ((string[])["a.mrc", "b.mrc", "c.mrc"]).Select(name => new MicrographSource(name, name, null))];
        Assert.That(all.Order(place.Order).Select(source => source.Name), Is.EqualTo(["c.mrc", "a.mrc", "b.mrc"]));
    }

    [Test]
    public void A_list_that_is_half_written_is_refused_until_it_stays_so()
    {
        Write("a.mrc", "b.mrc", "c.mrc");
        ListPlace place = new(_folder["list.star"]);
        Assert.That(place.Scan(isLate: false), Has.Count.EqualTo(3));
        string whole = File.ReadAllText(_folder["list.star"]);

        File.WriteAllText(_folder["list.star"], whole[..^7]);
        Assert.That(() => place.Scan(isLate: false), Throws.TypeOf<InvalidFileException>());
        Write("a.mrc");
        Assert.That(
            () => place.Scan(isLate: false),
            Throws.TypeOf<InvalidFileException>().With.Message.Contains("has 1 rows, had 3 before"));
        Assert.That(place.Scan(isLate: true), Is.Empty);
        Write("a.mrc", "d.mrc");
        Assert.That(Names(place.Scan(isLate: false)), Is.EqualTo(["d.mrc"]));
    }

    [Test]
    public void A_file_that_a_list_names_before_it_is_there_is_given_when_it_is()
    {
        Write("a.mrc", "late.mrc");
        File.Delete(_folder["late.mrc"]);
        ListPlace place = new(_folder["list.star"]);
        Assert.That(Names(place.Scan(isLate: false)), Is.EqualTo(["a.mrc"]));
        _folder.Write("late.mrc", "");
        Assert.That(Names(place.Scan(isLate: false)), Is.EqualTo(["late.mrc"]));
    }

    [Test]
    public void A_list_in_trouble_is_read_again_soon_and_named_after_a_minute()
    {
        Write("a.mrc");
        TurnedClock clock = new();
        using MicrographArrivals arrivals = new(new ListPlace(_folder["list.star"]), ArrivalSettings.Default, clock);
        arrivals.Open();
        File.WriteAllText(_folder["list.star"], "data_micrographs\n\nloop_\n");
        for (int seconds = 0; seconds < 70; seconds++)
        {
            arrivals.Step();
            if (seconds < 60)
            {
                Assert.That(arrivals.Trouble, Is.Null, $"after {seconds} s");
            }

            clock.Turn(1);
        }

        Assert.That(arrivals.Trouble, Does.Contain("list.star"));
        Write("a.mrc", "b.mrc");
        clock.Turn(3);
        arrivals.Step();
        Assert.That((arrivals.Trouble, arrivals.Waiting + arrivals.Ready), Is.EqualTo(((string?)null, 2)));
    }

    private static IEnumerable<string> Names(IEnumerable<MicrographSource> found) =>
        found.Select(source => Path.GetFileName(source.Path));

    // In the place of the file, as RELION does it.
    private void Write(params string[] names)
    {
        foreach (string name in names)
        {
            _folder.Write(name, "");
        }

        _folder.Write(
            "list.star",
            "data_optics\n\nloop_\n_rlnOpticsGroup #1\n_rlnMicrographPixelSize #2\n1 1.5\n\ndata_micrographs\n\nloop_\n"
            + "_rlnMicrographName #1\n_rlnOpticsGroup #2\n" + string.Concat(names.Select(name => $"{name} 1\n")));
    }
}

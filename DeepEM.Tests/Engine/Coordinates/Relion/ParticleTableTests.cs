using System.Text;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Coordinates.Relion;

/// <summary>A table of particles gives every column, and gives it back letter by letter.</summary>
[Category(TestCategory.Smoke)]
public sealed class ParticleTableTests
{
    private static readonly string[] _files =
        [ParticleStars.Relion30, ParticleStars.Relion31, ParticleStars.Relion50, ParticleStars.Csparc2Star];

    [TestCaseSource(nameof(_files))]
    public void Every_cell_of_every_table_goes_out_with_the_letters_it_came_in_with(string file)
    {
        Assert.That(Letters(Written(Parse(file))), Is.EqualTo(Letters(file)));
    }

    [TestCaseSource(nameof(_files))]
    public void What_was_written_is_written_the_same_again(string file)
    {
        string once = Written(Parse(file));

        Assert.That(Written(Parse(once)), Is.EqualTo(once));
    }

    [TestCase(ParticleStars.Relion31, "30001", 3)]
    [TestCase(ParticleStars.Relion50, "50001", 2)]
    [TestCase(ParticleStars.Csparc2Star, null, 2)]
    public void Every_block_keeps_its_version(string file, string? version, int blocks)
    {
        ParticleTable table = Parse(Written(Parse(file)));

        Assert.That(table.Blocks, Has.Count.EqualTo(blocks));
        Assert.That(table.Blocks.Select(block => block.Version), Has.All.EqualTo(version));
    }

    [Test]
    public void A_block_of_single_values_stays_one()
    {
        Assert.That(
            Written(Parse(ParticleStars.Relion31)),
            Does.StartWith(
                "# version 30001\n\ndata_general\n\n_rlnTomoNumber 7\n_myNote \"two words\"\n\n\n# version"));
    }

    [Test]
    public void Letters_that_are_no_UTF_8_stay_as_they_are()
    {
        byte[] latin = Encoding.Latin1.GetBytes(
            ParticleStars.Csparc2Star.Replace("imported", "m\u00FCll", StringComparison.Ordinal));
        using MemoryStream stream = new();
        ParticleTable.Of(StarReader.Parse("p.star", latin)).Write(stream);

        Assert.That(Encoding.Latin1.GetString(stream.ToArray()), Does.Contain("20.0 30.0 J1/m\u00FCll/mic01.mrc 1 "));
    }

    [Test]
    public void Selected_rows_keep_their_letters_in_the_order_wanted()
    {
        string all = Written(Parse(ParticleStars.Relion31));
        string two = Written(Parse(ParticleStars.Relion31).Select([2, 0]));

        string[] rows = all.TrimEnd('\n').Split('\n')[^3..];
        string head = all[..all.IndexOf(rows[0], StringComparison.Ordinal)];
        Assert.That(two, Is.EqualTo($"{head}{rows[2]}\n{rows[0]}\n"));
    }

    [Test]
    public void Of_changed_columns_only_the_cells_that_differ_get_new_letters()
    {
        ParticleTable table = Parse(ParticleStars.Relion31);
        StarRows changed = table.Particles
            .With("_rlnCoordinateX", [100.0, 101.25, 50.5])
            .With("_rlnMicrographName", ["mics/my a.mrc", "other/b b.mrc", "mics/b.mrc"])
            .With("_rlnClassNumber", [1.0, 2, 3])
            .With("_myOwnColumn", ["", "", "it's one"]);

        string[] rows = Written(table.WithParticles(changed)).TrimEnd('\n').Split('\n')[^3..];
        Assert.That(rows[0], Does.StartWith("100.000000 200.000000 'mics/my a.mrc' 1 3.000000 "));
        Assert.That(rows[0], Does.EndWith(" \"\" 1"));
        Assert.That(rows[1], Does.StartWith("101.25 200.000000 \"other/b b.mrc\" 2 ").And.EndsWith(" \"\" 2"));
        Assert.That(rows[2], Does.StartWith("50.500000 60.250000 mics/b.mrc 2 ").And.EndsWith(" \"it's one\" 3"));
    }

    [Test]
    public void Changes_go_along_with_a_selection_and_the_first_table_stays_as_it_was()
    {
        ParticleTable table = Parse(ParticleStars.Relion31);
        StarRows marked = table.Particles.With("_rlnClassNumber", [1.0, 2, 3]).With("_note", ["a", "b", "c"]);

        StarRows chosen = marked.Select([2, 1]);

        Assert.That(chosen.Number(0, "_rlnClassNumber"), Is.EqualTo(3));
        Assert.That(chosen.WholeNumber(1, "_rlnClassNumber"), Is.EqualTo(2));
        Assert.That(chosen.Text(1, "_note"), Is.EqualTo("b"));
        Assert.That(chosen.Text(0, "_myOwnColumn"), Is.EqualTo("it's one"));
        Assert.That(table.Particles.HasColumn("_note"), Is.False);
        Assert.That(table.RowCount, Is.EqualTo(3));
    }

    [Test]
    public void Two_optics_groups_have_pixel_sizes_of_their_own()
    {
        ParticleTable table = Parse(ParticleStars.Relion31);

        Assert.That(table.OpticsGroups.Select(group => (group.Number, group.Name)), Is.EqualTo(
            new (int, string?)[] { (1, "group one"), (2, "opticsGroup2") }));
        Assert.That(table.OpticsGroupOf(1)!.OriginalPixelSizeAngstrom, Is.EqualTo(0.8));
        Assert.That(table.CertainPixelSize(0), Is.EqualTo(1));
        Assert.That(table.CertainPixelSize(2), Is.EqualTo(1.6));
        Assert.That(table.MicrographName(0), Is.EqualTo("mics/my a.mrc"));
    }

    [TestCase("1.5 0.75 3", 1.5, 1.5, TestName = "The_pixel_size_of_the_micrographs_goes_before_all_others")]
    [TestCase("- 1.5 -", 1.5, 1.5, TestName = "The_pixel_size_of_the_movies_holds_where_no_other_is_named")]
    [TestCase("- 1.5 1.5", 1.5, 1.5, TestName = "Movies_and_boxes_of_one_pixel_size_leave_no_doubt")]
    [TestCase("- 0.75 3", null, 0.75, TestName = "Movies_and_boxes_of_two_pixel_sizes_leave_a_doubt")]
    [TestCase("- - 3", null, 3.0, TestName = "Boxes_may_have_been_rescaled")]
    [TestCase("- - -", null, null, TestName = "Without_any_pixel_size_there_is_none")]
    public void Pixel_sizes(string cells, double? certain, double? likely)
    {
        string[] labels = ["_rlnMicrographPixelSize", "_rlnMicrographOriginalPixelSize", "_rlnImagePixelSize"];
        (string Label, string Cell)[] there = [.. labels.Zip(cells.Split(' ')).Where(pair => pair.Second != "-")];
        ParticleTable table = Parse(
            $"data_optics\nloop_\n_rlnOpticsGroup\n{string.Concat(there.Select(pair => pair.Label + "\n"))}"
            + $"1 {string.Join(' ', there.Select(pair => pair.Cell))}\n\n"
            + "data_particles\nloop_\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnOpticsGroup\n1 2 1\n");

        Assert.That(table.CertainPixelSize(0), Is.EqualTo(certain));
        Assert.That(table.LikelyPixelSize(0), Is.EqualTo(likely));
    }

    [Test]
    public void The_contrast_transfer_function_comes_from_row_and_optics_group()
    {
        Assert.That(Parse(ParticleStars.Relion31).Ctf(1), Is.EqualTo(
            new CtfParameters(20100, 20000, -45, null, 200, 1.4, 0.07)));
        Assert.That(Parse(ParticleStars.Relion30).Ctf(0), Is.EqualTo(
            new CtfParameters(10100.5, 9900.25, 45, 90, 300, 2.7, 0.1)));
        Assert.That(Parse(ParticleStars.Csparc2Star).Ctf(0), Is.EqualTo(
            new CtfParameters(null, null, null, null, 300, null, null)));
    }

    [Test]
    public void A_wrong_value_is_refused_with_its_line_when_it_is_asked_for()
    {
        ParticleTable voltage = Parse(
            ParticleStars.Csparc2Star.Replace("300.0 2.0", "high 2.0", StringComparison.Ordinal));
        ParticleTable group = Parse(
            ParticleStars.Csparc2Star.Replace("mrc 1 20", "mrc 7 20", StringComparison.Ordinal));

        Assert.That(
            () => voltage.Ctf(0),
            Throws.InstanceOf<InvalidFileException>()
                .With.Message.Contains("line 9, column _rlnVoltage: found 'high'"));
        Assert.That(
            () => group.OpticsGroupOf(0),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains("found optics group 7"));
        Assert.That(
            () => Parse("data_\nloop_\n_rlnMicrographName\na.mrc\n"),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains("expected a table with _rlnCoordinateX"));
    }

    [Test]
    public void A_file_is_written_whole()
    {
        using ScratchFolder folder = new();
        string path = folder["p.star"];

        Parse(ParticleStars.Relion50).Write(path);

        Assert.That(File.ReadAllText(path), Is.EqualTo(Written(ParticleTable.Read(path))));
        Assert.That(folder.Names(), Is.EqualTo(["p.star"]));
    }

    // A string or an object for each cell would take more than the text itself.
    [Test]
    [NonParallelizable]
    public void A_hundred_thousand_rows_take_little_more_than_their_text()
    {
        const int Rows = 100_000;
        string head = ParticleStars.Relion50[..ParticleStars.Relion50.IndexOf("   20.0", StringComparison.Ordinal)];
        string row = LastRow(ParticleStars.Relion50);
        byte[] text = Encoding.UTF8.GetBytes(head + string.Concat(Enumerable.Repeat(row + "\n", Rows)));
        int[] half = [.. Enumerable.Range(0, Rows / 2).Select(i => 2 * i)];

        long before = GC.GetAllocatedBytesForCurrentThread();
        ParticleTable table = ParticleTable.Of(StarReader.Parse("p.star", text));
        long read = GC.GetAllocatedBytesForCurrentThread();
        table.Select(half).Write(Stream.Null);
        long written = GC.GetAllocatedBytesForCurrentThread();

        Assert.That(table.RowCount, Is.EqualTo(Rows));
        Assert.That(read - before, Is.LessThan(text.Length));
        Assert.That(written - read, Is.LessThan((8 * half.Length) + 200_000));
    }

    private static string LastRow(string file) => file.TrimEnd('\n').Split('\n')[^1];

    private static ParticleTable Parse(string text) =>
        ParticleTable.Of(StarReader.Parse("p.star", Encoding.UTF8.GetBytes(text)));

    private static string Written(ParticleTable table)
    {
        using MemoryStream stream = new();
        table.Write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    // Blanks between values and the blanks at the end of lines are no letters; quotes are.
    private static string[] Letters(string text) =>
        [.. text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)];
}

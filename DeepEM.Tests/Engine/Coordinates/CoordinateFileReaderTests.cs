using System.Text;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Coordinates;

/// <summary>One file of each program, as that program writes it, by hand; and what is none of them.</summary>
[Category(TestCategory.Smoke)]
public sealed class CoordinateFileReaderTests
{
    private const string Cbox =
        "data_global\n\n_cbox_format_version 1.0\n\ndata_cryolo\n\nloop_\n_CoordinateX #1\n_CoordinateY #2\n"
        + "_CoordinateZ #3\n_Width #4\n_Height #5\n_Depth #6\n_EstWidth #7\n_EstHeight #8\n_Confidence #9\n"
        + "_NumBoxes #10\n_Angle #11\n10.5 20 <NA> 64 64 1.0 60 61 0.9 3 <NA>\n"
        + "-4 30 <NA> 64 64 1.0 60 61 <NA> 3 <NA>\n\n"
        + "data_cryolo_include\n\nloop_\n_slice_index #1\n\n";

    [TestCase("a.box", "10\t20\t64\t64\n", "42,52,0", CoordinateFormat.Box)]
    [TestCase("a.txt", "10 20 64 64 0.5\n", "42,52,0.5", CoordinateFormat.Box)]
    [TestCase("a.cbox", Cbox, "42.5,52,0.9 28,62,0", CoordinateFormat.Cbox)]
    [TestCase("a.star", Cbox, "42.5,52,0.9 28,62,0", CoordinateFormat.Cbox)]
    [TestCase("a.cbox", "10 20 64 64 0.9 60 61\n", "42,52,0.9", CoordinateFormat.CboxOld)]
    [TestCase("a.cbox", "10 20 64 32 0.9\n0 0 8 8 0.5 x y\n", "42,36,0.9 4,4,0.5", CoordinateFormat.CboxOld)]
    [TestCase(
        "a_info.json",
        "{\"ctf\": [1, {\"a\": []}], \"boxes\": [[10, 20.5, \"manual\"], [1, 2, \"auto_x\", 0.5]], \"q\": 5}",
        "10,20.5,0 1,2,0.5",
        CoordinateFormat.Eman2)]
    [TestCase("a.csv", "X-Coordinate,Y-Coordinate,Diameter\n10,20,64\n", "10,20,0", CoordinateFormat.Csv)]
    [TestCase("a.csv", "x,y,score\n1.5,2,-3e-1\n", "1.5,2,-0.3", CoordinateFormat.Csv)]
    [TestCase("a.csv", "score;y_center;x_center\n3;2;1\n", "1,2,3", CoordinateFormat.Csv)]
    [TestCase("a.csv", "\"x\", \"y\"\n \"1\" , 2\n", "1,2,0", CoordinateFormat.Csv)]
    [TestCase("a.tsv", "# made by hand\nY Coord\tX Coord\n2\t1\n", "1,2,0", CoordinateFormat.Tsv)]
    [TestCase("a.txt", "rlnCoordinateX rlnCoordinateY\n  1   2  \n", "1,2,0", CoordinateFormat.Csv)]
    public void A_file_of_one_micrograph_is_read(string name, string text, string expected, CoordinateFormat format)
    {
        foreach (string lineEnd in (string[])["\n", "\r\n", "\r"])
        {
            foreach (string mark in (string[])["", "\uFEFF"])
            {
                CoordinateFile file = Parse(name, mark + text.Replace("\n", lineEnd, StringComparison.Ordinal));

                Assert.That(file.Format, Is.EqualTo(format));
                Assert.That(file.HasNames, Is.False);
                Assert.That(Text(file), Is.EqualTo(":" + expected));
            }
        }
    }

    [TestCase(
        "image_name\tx_coord\ty_coord\tscore\nmic1\t10\t20\t-1.5\nmic2\t30\t40\t2\nmic1\t50\t60\t3\n",
        CoordinateFormat.Topaz)]
    [TestCase(
        "x,y,fom,Micrograph Name\n10,20,-1.5,mic1\n30,40,2,\"mic2\"\n50,60,3,mic1\n", CoordinateFormat.Csv)]
    public void A_table_of_several_micrographs_is_read(string text, CoordinateFormat format)
    {
        CoordinateFile file = Parse("coordinates.txt", text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Format, Is.EqualTo(format));
            Assert.That(file.HasNames, Is.True);
            Assert.That(Text(file), Is.EqualTo("mic1:10,20,-1.5 50,60,3 mic2:30,40,2"));
        }
    }

    [Test]
    public void A_name_in_quotes_may_hold_delimiters_and_quotes() =>
        Assert.That(
            Text(Parse("a.csv", "image,x,y\n\"a,\"\"b\"\" c.mrc\",1,2\n")), Is.EqualTo("a,\"b\" c.mrc:1,2,0"));

    [Test]
    public void CryoSPARC_counts_y_from_the_last_row_in_fractions()
    {
        byte[] bytes = CsBytes.File(
            CsBytes.Header(CsBytes.FieldsWithNames(48), shape: "(2,)"),
            CsBytes.Row("J1/004843738741036186573_a.mrc", 200, 100, 0.5f, 0.25f, 0.75f, nameBytes: 48),
            CsBytes.Row("J1/b.mrc", 400, 100, 0.125f, 1f, 2f, nameBytes: 48));

        CoordinateFile file = CoordinateFileReader.Parse("particles.cs", bytes, []);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Format, Is.EqualTo(CoordinateFormat.CryoSparc));
            Assert.That(Text(file), Is.EqualTo("J1/004843738741036186573_a.mrc:50,150,0.75 J1/b.mrc:12.5,0,2"));
            Assert.That(file.Micrographs[0].Size, Is.EqualTo(new MicrographSize(100, 200)));
            Assert.That(new PickSet("p", file.Micrographs, []).Find("raw/a.mrc"), Is.SameAs(file.Micrographs[0]));
        }
    }

    [Test]
    public void A_cbox_with_boxes_below_the_threshold_is_warned_of()
    {
        List<Notice> warnings = [];
        _ = CoordinateFileReader.Parse("a.cbox", "1 2 8 8 0.12 8 8\n"u8.ToArray(), warnings);

        Assert.That(
            warnings.Texts(), Has.One.Contains("below crYOLO's usual threshold of 0.3, down to a confidence of 0.12"));
    }

    [Test]
    public void A_table_of_CryoPPP_is_warned_of()
    {
        List<Notice> warnings = [];
        _ = CoordinateFileReader.Parse("a.csv", "X-Coordinate,Y-Coordinate,Diameter\n1,2,8\n"u8.ToArray(), warnings);

        Assert.That(warnings.Texts(), Has.One.Contains("y counts from the last row"));
        Assert.That(warnings[0].Code, Is.EqualTo(NoticeCode.CountsFromLastRow));
    }

    [TestCase("a.json", "[1, 2]", "line 1: found an array, expected an object with \"boxes\"")]
    [TestCase("a.json", "{\n\"box\": 1}", "has no \"boxes\"")]
    [TestCase("a.json", "{\"boxes\": [[1, 2]], \n\"boxes\": []}", "line 2: found \"boxes\" twice")]
    [TestCase("a.json", "{\"boxes\": [\n[1]]}", "line 2: found its end, expected a coordinate")]
    [TestCase("a.json", "{\"boxes\": [[1, \"2\"]]}", "found '2', expected a coordinate")]
    [TestCase("a.json", "{\"boxes\": [[1, 1e400, \"manual\"]]}", "found '1e400', expected a finite number")]
    [TestCase("a.json", "{\"boxes\": [[10,5, 20,5, \"manual\"]]}", "found '20', expected how the box was made")]
    [TestCase("a.json", "{\"boxes\": [[1, NaN, \"manual\"]]}", "is not valid JSON")]
    [TestCase("a.json", "{\"boxes\": [[1, 2, \"manual\"]]", "is not valid JSON")]
    [TestCase("a.json", "{\"boxes\": [[1, 2, \"manual\"]]} x", "is not valid JSON")]
    [TestCase("a.json", "{\"boxes\": 5}", "found '5', expected an array of boxes")]
    [TestCase("a.json", "{\"boxes\": [5]}", "found '5', expected a box")]
    [TestCase("a.csv", "1,2\n", "line 1: found the columns '1, 2', expected a header that names x and y")]
    [TestCase("a.csv", "x,y\n1,2\n1\n", "line 3: found 1 values, expected 2")]
    [TestCase("a.csv", "x,y\n10,5,20,5\n", "line 2: found more than 2 values, expected 2")]
    [TestCase("a.csv", "x;y\n10,5;20\n", "line 2: column 1: found '10,5', expected a finite number")]
    [TestCase("a.csv", "x,y\n\"1,2\n", "line 2: found a quote that is not closed")]
    [TestCase("a.csv", "x,x_coord,y\n1,2,3\n", "line 1: found the columns x and x_coord, expected one of them")]
    [TestCase("a.csv", "x,y,image\n1,2,\n", "line 2: found '', expected the name of a micrograph")]
    [TestCase("a.cbox", "1 2 8 8\n", "line 1: found 4 columns, expected x y width height confidence")]
    [TestCase("a.cbox", "1 2 8 0 0.5\n", "line 1: found a box of 8 x 0")]
    [TestCase("a.cs", "x,y\n1,2\n", "is text, expected a NumPy array")]
    [TestCase("a.csv", "x,y\n1,1e300\n", "particle 1 lies at (1, 1E+300)")]
    [TestCase("a.box", "1e308 0 1.7e308 1.7e308\n", "particle 1 lies at (")]
    [TestCase("a.box", "-5e307 -5e307 1e308 1e308\n", "with a box of 1E+308, expected a place on a micrograph")]
    [TestCase("a.txt", "\u0001\u0002\u0003", "is unknown binary data, expected coordinates (RELION STAR, EMAN")]
    [TestCase("a.json", "<!DOCTYPE html><html></html>", "is an HTML page, expected coordinates")]
    [TestCase("a.txt", "", "is empty, expected coordinates")]
    [TestCase("a.txt", "hello\n", "found the columns 'hello', expected a header")]
    public void What_is_wrong_is_refused_in_a_line(string name, string text, string expected)
    {
        InvalidFileException error = Assert.Throws<InvalidFileException>(() => Parse(name, text))!;

        Assert.That(error.Message, Does.StartWith(name + ": ").And.Contains(expected).And.Not.Contains('\n'));
    }

    [Test]
    public void JSON_deeper_than_64_levels_is_refused() =>
        Assert.That(
            () => Parse("a.json", "{\"a\": " + new string('[', 100_000)),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains("is not valid JSON"));

    [Test]
    public void The_compressed_form_of_cryoSPARC_is_named() =>
        Assert.That(
            () => CoordinateFileReader.Parse("a.cs", [0x94, .. "CSDAT"u8, 0, 0, 0], []),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains("cryoSPARC's compressed form (CSDAT)"));

    [Test]
    public void Without_a_place_a_cs_file_names_the_one_that_has_it() =>
        Assert.That(
            () => CoordinateFileReader.Parse("a.cs", CsBytes.File(CsBytes.Header("('uid', '<u8')"), new byte[8]), []),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains("passthrough_particles.cs"));

    [TestCase("a.csv", "x,y\n", "1,2\n")]
    [TestCase("a.box", "", "1 2 8 8\n")]
    [TestCase("a.json", "{\"boxes\": [[1, 2, \"manual\"], [3, 4, \"auto\", 5]]}", "")]
    [TestCase("a.cbox", Cbox, "")]
    public void Mutated_files_never_throw_anything_else(string name, string head, string rows)
    {
        Random random = new(13);
        byte[] good = Encoding.UTF8.GetBytes(head + rows + rows);
        const string Letters = "\n\r\t '\"#;,_{}[]:xy0129e+-.\0\u00FF";
        for (int round = 0; round < 3000; round++)
        {
            byte[] mutated = [.. good];
            for (int change = random.Next(1, 8); change > 0; change--)
            {
                mutated[random.Next(mutated.Length)] = (byte)Letters[random.Next(Letters.Length)];
            }

            try
            {
                _ = CoordinateFileReader.Parse(name, mutated, []);
            }
            catch (InvalidFileException error)
            {
                Assert.That(error.Message, Does.Not.Contain('\n'));
            }
        }
    }

    private static CoordinateFile Parse(string name, string text) =>
        CoordinateFileReader.Parse(name, Encoding.UTF8.GetBytes(text), []);

    private static string Text(CoordinateFile file) => string.Join(' ', file.Micrographs.Select(one =>
        $"{one.Micrograph}:" + string.Join(' ', one.Particles.Select(p => $"{p.X},{p.Y},{p.FigureOfMerit}"))));
}

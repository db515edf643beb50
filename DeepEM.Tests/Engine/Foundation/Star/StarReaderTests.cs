using System.Globalization;
using System.Text;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.Star;

/// <summary>STAR files as programs and people write them (case 61), and those that must be refused (58 to 66).
/// </summary>
[Category(TestCategory.Smoke)]
public sealed class StarReaderTests
{
    private const string Head = "\ndata_\n\nloop_\n_rlnCoordinateX #1\n_rlnCoordinateY #2\n";

    [TestCase(Head + "10 20\n", TestName = "Rows_load(plain)")]
    [TestCase(Head + "10\t20\n", TestName = "Rows_load(tabs)")]
    [TestCase(Head + "  10   20  \n", TestName = "Rows_load(indented)")]
    [TestCase(Head + "10 20", TestName = "Rows_load(no final newline)")]
    [TestCase(Head + "# note\n10 20 # tail\n; more\n", TestName = "Rows_load(comments)")]
    [TestCase(Head + "1.0e+01 2E1\n", TestName = "Rows_load(exponents)")]
    [TestCase(Head + "\"10\" '20'\n", TestName = "Rows_load(quotes)")]
    [TestCase(Head + "\n10 20\n\n\n", TestName = "Rows_load(blank lines around)")]
    [TestCase("\uFEFF" + Head + "10 20\n", TestName = "Rows_load(byte order mark)")]
    [TestCase("\ndata_\n\nloop_\n_rlnCoordinateX\n_rlnCoordinateY\n10 20\n", TestName = "Rows_load(no numbers)")]
    [TestCase("data_\nloop_\n_rlnCoordinateY #1\n_rlnCoordinateX #2\n20 10\n", TestName = "Rows_load(swapped)")]
    [TestCase(
        "data_\nloop_\n_rlnCoordinateX #1\n_rlnFoo #2\n_rlnCoordinateY #3\n10 zz 20\n",
        TestName = "Rows_load(unknown column)")]
    [TestCase("data_a\n\n_rlnX 5\n\ndata_\n_rlnCoordinateX 10\n_rlnCoordinateY 20\n", TestName = "Rows_load(values)")]
    public void Rows_load(string text)
    {
        foreach (string lineEnd in (string[])["\n", "\r\n", "\r"])
        {
            StarFile file = Parse(text.Replace("\n", lineEnd, StringComparison.Ordinal));
            StarTable table = file.Require("_rlnCoordinateX", "_rlnCoordinateY");

            using (Assert.EnterMultipleScope())
            {
                Assert.That(table.RowCount, Is.EqualTo(1));
                Assert.That(table.Number(0, "_rlnCoordinateX"), Is.EqualTo(10));
                Assert.That(table.Number(0, "_rlnCoordinateY"), Is.EqualTo(20));
            }
        }
    }

    [Test]
    public void Blocks_are_kept_apart()
    {
        StarFile file = Parse(
            "# version 30001\n\ndata_optics\n\nloop_\n_rlnOpticsGroup #1\n1\n2\n\n\n# version 30001\n\n"
            + "data_particles\n\nloop_\n_rlnCoordinateX #1\n_rlnMicrographName #2\n"
            + "1 'my mic.mrc'\n2 \"it's\"\n3 \"\"\n");
        StarTable particles = file.Find("particles")!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Tables.Select(table => table.Name), Is.EqualTo("optics particles".Split(' ')));
            Assert.That(file.Find("optics")!.RowCount, Is.EqualTo(2));
            Assert.That(file.Find("none"), Is.Null);
            Assert.That(particles.Text(0, "_rlnMicrographName"), Is.EqualTo("my mic.mrc"));
            Assert.That(particles.Text(1, "_rlnMicrographName"), Is.EqualTo("it's"));
            Assert.That(particles.Text(2, "_rlnMicrographName"), Is.Empty);
            Assert.That(particles.WholeNumber(2, "_rlnCoordinateX"), Is.EqualTo(3));
        }
    }

    [Test]
    public void An_empty_loop_is_a_table_without_rows() =>
        Assert.That(Parse(Head).Require("_rlnCoordinateX").RowCount, Is.Zero);

    [Test]
    public void A_value_may_begin_like_a_label_or_a_block()
    {
        StarTable table = Parse("data_\nloop_\n_a #1\n_b #2\n1 1\n_x data_y\ndata_set/mic.mrc 2\n").Tables[0];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(table.Text(1, "_a"), Is.EqualTo("_x"));
            Assert.That(table.Text(2, "_a"), Is.EqualTo("data_set/mic.mrc"));
        }
    }

    [TestCase("", "is empty")]
    [TestCase("\n\n# only a comment\n", "no data_ block")]
    [TestCase("<html><body>404</body></html>\n", "line 1: found '<html><body>404</body></html>' (an HTML page)")]
    [TestCase("1 2\n3 4\n", "line 1: found '1' (text), expected a data_ block")]
    [TestCase(Head + "10 20\n30\n", "line 8: found 1 values, expected 2 (_rlnCoordinateX _rlnCoordinateY)")]
    [TestCase(Head + "10 20 30\n", "line 7: found 3 values, expected 2")]
    [TestCase(Head + "\"10 20\n", "line 7: found a quote that is not closed")]
    [TestCase(Head + "1 2\n\n3 4\n", "line 9: found '3 4', expected the next data_ block")]
    [TestCase("data_\nloop_\n_a #1\n_a #2\n", "line 4: found column _a twice")]
    [TestCase("data_\n_a 1\n_a 2\n", "line 3: found column _a twice")]
    [TestCase("data_\nloop_\n_a #1\n1\nloop_\n_b\n", "line 5: found a second table in block data_")]
    [TestCase("data_x\ndata_x\n", "line 2: found a second block data_x")]
    [TestCase("data_\nloop_\n1 2\n", "line 3: found a row, expected labels")]
    [TestCase("data_\n1 2\n", "line 2: found '1 2', expected loop_ and labels")]
    [TestCase("data_\n_a\n", "line 2: found _a alone")]
    [TestCase("data_\n_a 1 2\n", "line 2: found '2', expected one value")]
    [TestCase("data_\nloop_\n_a 1\n", "line 3: found '1', expected nothing but #n")]
    [TestCase(Head + "10\0 20\n", "line 7: found a zero byte", TestName = "A_file_that_is_wrong_is_refused(zero byte)")]
    public void A_file_that_is_wrong_is_refused_with_its_line(string text, string expected)
    {
        InvalidFileException error = Assert.Throws<InvalidFileException>(() => Parse(text))!;

        Assert.That(error.Message, Does.Contain(expected).And.Not.Contains('\n'));
    }

    [TestCase("ten")]
    [TestCase("10,5")]
    [TestCase("nan")]
    [TestCase("NaN")]
    [TestCase("inf")]
    [TestCase("-Infinity")]
    [TestCase("∞")]
    [TestCase("1e400")]
    [TestCase("0x10")]
    [TestCase("1_000")]
    [TestCase("\"\"")]
    [TestCase("' 5'")]
    public void What_is_no_finite_number_is_refused_with_line_and_column(string value)
    {
        StarTable table = Parse(Head + "1 2\n" + value + " 20\n").Tables[0];

        InvalidFileException error = Assert.Throws<InvalidFileException>(() => table.Number(1, "_rlnCoordinateX"))!;

        Assert.That(
            error.Message,
            Does.Contain($"line 8, column _rlnCoordinateX: found '{value.Trim('"', '\'')}', expected a finite number"));
    }

    [TestCase("1.5")]
    [TestCase("3000000000")]
    [TestCase("one")]
    public void What_is_no_whole_number_is_refused(string value) =>
        Assert.That(
            () => Parse($"data_\nloop_\n_rlnOpticsGroup\n{value}\n").Tables[0].WholeNumber(0, "_rlnOpticsGroup"),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains("whole number"));

    [Test]
    public void A_missing_column_is_named_with_what_was_found()
    {
        StarFile file = Parse("data_\nloop_\n_rlnMicrographName #1\nmic.mrc\n\ndata_x\n");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                () => file.Require("_rlnCoordinateX", "_rlnCoordinateY"),
                Throws.InstanceOf<InvalidFileException>().With.Message.Contains(
                    "found data_ with _rlnMicrographName, data_x without columns; "
                    + "expected a table with _rlnCoordinateX and _rlnCoordinateY"));
            Assert.That(
                () => file.Tables[0].Number(0, "_rlnCoordinateX"),
                Throws.InstanceOf<InvalidFileException>().With.Message.Contains("no column _rlnCoordinateX"));
        }
    }

    [Test]
    [CancelAfter(10000)]
    public void A_token_of_five_megabytes_is_refused_in_linear_time()
    {
        StarTable table = Parse(Head + new string('1', 5_000_000) + " 2\n").Tables[0];

        InvalidFileException error = Assert.Throws<InvalidFileException>(() => table.Number(0, "_rlnCoordinateX"))!;

        Assert.That(error.Message, Has.Length.LessThan(200));
    }

    [TestCase("_a{0}\n", "data_\nloop_\n")]
    [TestCase("data_{0}\n", "")]
    [TestCase("# {0}\r", "data_\n")]
    [CancelAfter(10000)]
    public void Many_labels_blocks_or_comments_take_linear_time(string line, string head)
    {
        StringBuilder text = new(head);
        for (int i = 0; i < 300_000; i++)
        {
            text.AppendFormat(CultureInfo.InvariantCulture, line, i);
        }

        Assert.That(Parse(text.ToString()).Tables, Is.Not.Empty);
    }

    [Test]
    public void Mutated_files_never_throw_anything_else()
    {
        Random random = new(7);
        byte[] good = Encoding.UTF8.GetBytes(
            "data_optics\n\n_rlnOpticsGroup 1\n\ndata_p\n\nloop_\n_rlnCoordinateX #1\n_rlnName #2\n"
            + "1.5 'a b'\n2 \"c\"\n");
        const string Letters = "\n\r\t '\"#;_dataloop.0129e+-\0\u00FF";
        for (int round = 0; round < 5000; round++)
        {
            byte[] mutated = [.. good];
            for (int change = random.Next(1, 8); change > 0; change--)
            {
                mutated[random.Next(mutated.Length)] = (byte)Letters[random.Next(Letters.Length)];
            }

            try
            {
                foreach (StarTable table in StarReader.Parse("mutated.star", mutated).Tables)
                {
                    for (int row = 0; row < table.RowCount; row++)
                    {
                        _ = table.Columns.Select(column => table.Text(row, column)).ToList();
                        _ = table.Number(row, table.Columns[0]);
                    }
                }
            }
            catch (InvalidFileException error)
            {
                Assert.That(error.Message, Does.Not.Contain('\n'));
            }
        }
    }

    private static StarFile Parse(string text) => StarReader.Parse("test.star", Encoding.UTF8.GetBytes(text));
}

using System.Text;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.NumPy;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.NumPy;

/// <summary>Structured NumPy arrays: those that load, and headers that claim what is not there.</summary>
[Category(TestCategory.Smoke)]
public sealed class NumPyTableTests
{
    private static readonly byte[] _row = CsBytes.Row("J1/a.mrc", 200, 100, 0.5f, 0.25f, 0.75f);

    [TestCase((byte)1)]
    [TestCase((byte)2)]
    [TestCase((byte)3)]
    public void Fields_are_read_where_the_header_says(byte version)
    {
        NumPyTable table = NumPyTable.Parse("a.cs", CsBytes.File(CsBytes.Header(), version, _row));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(table.RowCount, Is.EqualTo(1));
            Assert.That(table.Number(0, table.Numbers("uid")), Is.EqualTo(7));
            Assert.That(table.Number(0, table.Numbers("location/micrograph_shape", 2), 1), Is.EqualTo(100));
            Assert.That(table.Number(0, table.Numbers("location/center_y_frac")), Is.EqualTo(0.25));
            Assert.That(table.Text(0, table.Texts("location/micrograph_path")), Is.EqualTo("J1/a.mrc"));
        }
    }

    [TestCase("('t', '<U3')", "abc", "abc")]
    [TestCase("('t', '<U3')", "ä\0\0", "ä")]
    public void Texts_of_four_bytes_a_letter_are_read(string field, string letters, string expected)
    {
        byte[] row = Encoding.UTF32.GetBytes(letters);
        NumPyTable table = NumPyTable.Parse("a.cs", CsBytes.File(CsBytes.Header(field), row));

        Assert.That(table.Text(0, table.Texts("t")), Is.EqualTo(expected));
    }

    [TestCase("('v', '<i8')", 8, 255.0 - 256)]
    [TestCase("('v', '<u2')", 2, 65535.0)]
    [TestCase("('v', '|i1')", 1, -1.0)]
    [TestCase("('v', '|u1')", 1, 255.0)]
    public void Whole_numbers_keep_their_sign(string field, int size, double expected)
    {
        byte[] row = [.. Enumerable.Repeat((byte)255, size)];
        NumPyTable table = NumPyTable.Parse("a.cs", CsBytes.File(CsBytes.Header(field), row));

        Assert.That(table.Number(0, table.Numbers("v")), Is.EqualTo(expected));
    }

    [TestCase("('v', '>f4')", "field 'v' has the type '>f4', expected a little-endian number")]
    [TestCase("('v', '|O')", "field 'v' has the type '|O'")]
    [TestCase("('v', '<f3')", "field 'v' has the type '<f3'")]
    [TestCase("('v', '<f4', (9999999999,))", "a shape is larger than")]
    [TestCase("('v', '<f4', (-2,))", "expected a whole number in a shape")]
    [TestCase("('v', '<f4'), ('v', '<f4')", "found the field 'v' twice")]
    [TestCase("('v', [('w', '<f4')])", "expected a text in quotes")]
    [TestCase("('v' '<f4')", "expected ','")]
    [TestCase("('v', '|S300000')", "field 'v' has the type '|S300000'")]
    [TestCase("__import__('os').system('true')", "expected '('")]
    public void A_field_that_is_not_plain_is_refused_by_name(string fields, string expected) =>
        Refused(CsBytes.File(CsBytes.Header(fields)), expected);

    [TestCase("(2,)", "claims 2 rows of 44 bytes, has 44 bytes")]
    [TestCase("(0,)", "claims 0 rows of 44 bytes, has 44 bytes")]
    [TestCase("(1000000000000,)", "claims 1000000000000 rows")]
    [TestCase("(9223372036854775807,)", "claims 9223372036854775807 rows")]
    [TestCase("(99999999999999999999,)", "expected a whole number in a shape")]
    [TestCase("()", "found a shape of 0 dimensions")]
    [TestCase("(1, 1)", "found a shape of 2 dimensions")]
    public void Rows_that_are_not_there_are_refused_before_any_is_read(string shape, string expected) =>
        Refused(CsBytes.File(CsBytes.Header(shape: shape), _row), expected);

    [Test]
    public void A_header_that_is_wrong_is_refused()
    {
        byte[] good = CsBytes.File(CsBytes.Header(), _row);
        Refused([], "is no NumPy file");
        Refused(good[..9], "is no NumPy file");
        Refused([.. good[..6], 9, .. good[7..]], "format version 9");
        Refused([.. good[..8], 255, 255, .. good[10..]], "claims a NumPy header of 65535 bytes");
        Refused([.. good[..6], 2, 0, 255, 255, 255, 255, .. good[12..]], "claims a NumPy header of 4294967295 bytes");
        Refused(CsBytes.File("{}"), "is missing");
        Refused(CsBytes.File(CsBytes.Header() + "x", _row), "found more text after the dictionary");
        Refused(CsBytes.File(CsBytes.Header(order: "Maybe"), _row), "neither True nor False");
        Refused(CsBytes.File("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", new byte[4]), "plain array");
        Refused(CsBytes.File("{'a': 1}"), "found the key 'a'");
        Refused(CsBytes.File(new string('{', 60_000)), "expected a text in quotes");
    }

    [Test]
    public void Mutated_files_never_throw_anything_else()
    {
        Random random = new(11);
        byte[] good = CsBytes.File(CsBytes.Header(shape: "(2,)"), _row, _row);
        const string Letters = "'\"(){}[],:<>|0123456789fuSUO \n\0\u00FF";
        for (int round = 0; round < 5000; round++)
        {
            byte[] mutated = [.. good];
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                mutated[random.Next(mutated.Length)] = (byte)Letters[random.Next(Letters.Length)];
            }

            try
            {
                _ = DeepEM.Engine.Coordinates.CryoSparc.CryoSparcReader.Parse("mutated.cs", mutated, []);
            }
            catch (InvalidFileException error)
            {
                Assert.That(error.Message, Does.Not.Contain('\n'));
            }
        }
    }

    private static void Refused(byte[] file, string expected) => Assert.That(
        () => NumPyTable.Parse("a.cs", file),
        Throws.InstanceOf<InvalidFileException>().With.Message.Contains(expected));
}

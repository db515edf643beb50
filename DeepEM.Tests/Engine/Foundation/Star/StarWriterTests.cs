using System.Text;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Foundation.Star;

/// <summary>What is written reads back equal.</summary>
[Category(TestCategory.Smoke)]
public sealed class StarWriterTests
{
    private static readonly string[] _columns = ["_a", "_b"];

    [TestCase("plain")]
    [TestCase("with blank")]
    [TestCase("with\ttab")]
    [TestCase("")]
    [TestCase("_label")]
    [TestCase("#1")]
    [TestCase(";")]
    [TestCase("it's")]
    [TestCase("'quoted'")]
    [TestCase("say \"yes\" twice")]
    [TestCase("µ-Å/grid 1/mic.mrc")]
    public void A_text_reads_back_equal(string text) =>
        Assert.That(RoundTrip(text).Text(0, "_a"), Is.EqualTo(text));

    [Test]
    public void A_number_reads_back_equal()
    {
        Random random = new(3);
        for (int i = 0; i < 2000; i++)
        {
            double number = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-12, 12));

            Assert.That(RoundTrip(StarWriter.Number(number)).Number(0, "_a"), Is.EqualTo(number));
        }
    }

    [TestCase(0.0)]
    [TestCase(-1.0 / 3)]
    [TestCase(-2.2250738585072014e-308)]
    [TestCase(1.7976931348623157e308)]
    public void A_number_is_written_as_its_text(double number)
    {
        using var writer = new StringWriter();
        StarWriter.WriteNumber(writer, number);
        Assert.That(writer.ToString(), Is.EqualTo(StarWriter.Number(number)));
        Assert.That(
            () => StarWriter.WriteNumber(writer, double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase("line\nbreak")]
    [TestCase("zero\0byte", TestName = "A_text_that_cannot_stand_there_is_refused(zero byte)")]
    [TestCase("both ' and \"")]
    public void A_text_that_cannot_stand_there_is_refused(string text) =>
        Assert.That(() => RoundTrip(text), Throws.InstanceOf<ArgumentException>());

    [TestCase(double.NaN)]
    [TestCase(double.NegativeInfinity)]
    public void A_number_that_is_not_finite_is_refused(double number) =>
        Assert.That(() => StarWriter.Number(number), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void A_row_of_another_length_is_refused() =>
        Assert.That(
            () => StarWriter.WriteLoop(new StringWriter(), "x", _columns, [["1"]]),
            Throws.InstanceOf<ArgumentException>());

    private static StarTable RoundTrip(string text)
    {
        using StringWriter writer = new();
        StarWriter.WriteVersion(writer);
        StarWriter.WriteLoop(writer, "x", _columns, [[text, "1"]]);
        return StarReader.Parse("test.star", Encoding.UTF8.GetBytes(writer.ToString())).Find("x")!;
    }
}

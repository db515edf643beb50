using DeepEM.Engine.Jobs.Pick;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Pick;

public sealed class PickTableTests
{
    [Test]
    public void A_line_tells_of_each_micrograph_and_its_pixel_size_is_found_again()
    {
        using ScratchFolder folder = new();
        using StringWriter text = new();
        PickTable.Write(text,
        [
            ("a,\"b\".mrc", 3, new PickingFigures(1.77, 0.5f, 0.25f, 1.234f, "hot pixels, 3")),
            ("none.mrc", 0, new PickingFigures(2, float.NaN, 0, 0.5f, string.Empty)),
        ]);

        Assert.That(text.ToString(), Is.EqualTo(
            "micrograph,picks,mean_score,masked_share,pixel_size,seconds,warnings\n"
            + "\"a,\"\"b\"\".mrc\",3,0.5000,0.2500,1.77,1.23,\"hot pixels, 3\"\n"
            + "none.mrc,0,,0.0000,2,0.50,\n"));
        IReadOnlyDictionary<string, double> sizes = PickTable.PixelSizes(folder.Write("picks.csv", text.ToString()));
        Assert.That(sizes["a,\"b\".mrc"], Is.EqualTo(1.77));
        Assert.That(sizes["none.mrc"], Is.EqualTo(2));
    }

    [TestCase("")]
    [TestCase("micrograph,x,y\na,1,2\n")]
    [TestCase("micrograph,picks,mean_score,masked_share,pixel_size,seconds,warnings\na,1\nb,1,1,0,none,1,\n")]
    public void Another_table_says_nothing(string text)
    {
        using ScratchFolder folder = new();
        Assert.That(PickTable.PixelSizes(folder.Write("picks.csv", text)), Is.Empty);
        Assert.That(PickTable.PixelSizes(folder["missing.csv"]), Is.Empty);
    }
}

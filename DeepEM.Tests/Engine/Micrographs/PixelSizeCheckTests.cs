using DeepEM.Engine.Micrographs;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs;

[Category(TestCategory.Smoke)]
public sealed class PixelSizeCheckTests
{
    [TestCase(2.0, 2.05, false)]
    [TestCase(4.0, 2.0, true)]
    [TestCase(1.0, 2.0, true)]
    [TestCase(4.0, null, false)]
    [TestCase(4.0, 1.0, false, Description = "a placeholder is what is overruled")]
    public void A_pixel_size_that_contradicts_the_header_is_told_with_both(double used, double? header, bool isTold)
    {
        string? told = PixelSizeCheck.AgainstHeader("a.mrc", used, header)?.ToString();

        Assert.That(told is not null, Is.EqualTo(isTold));
        if (isTold)
        {
            Assert.That(told, Does.StartWith("a.mrc: ").And.Contain($"{used} A").And.Contain($"{header} A"));
        }
    }

    [TestCase(1.0, 150, null, false)]
    [TestCase(1.0, 600, null, true)]
    [TestCase(1.0, 5, null, true)]
    [TestCase(1.0, 150, 2.0, true)]
    [TestCase(1.0, 600, 1.0, false)]
    [TestCase(1.01, 600, 2.0, false)]
    [TestCase(null, 600, 2.0, false)]
    public void A_header_of_exactly_one_angstrom_is_told_where_model_or_diameter_contradict_it(
        double? header, double diameter, double? model, bool isTold)
    {
        string? told = PixelSizeCheck.OfPlaceholder("a.mrc", header, shorterSide: 1024, diameter, model)?.Text;

        Assert.That(told is not null, Is.EqualTo(isTold));
        Assert.That(told ?? "often a placeholder", Does.Contain("often a placeholder"));
    }
}

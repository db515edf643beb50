using DeepEM.Engine.Reports.Pictures;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Reports.Pictures;

[TestFixture]
public sealed class ScaleBarTests
{
    // 22 % of the width at most: of 4096 · 1.5 A it is 1351.7 A, so 1000 A; and so on.
    [TestCase(4096, 1.5, 666.667, "1000 Å")]
    [TestCase(2048, 2.2, 227.273, "500 Å")]
    [TestCase(512, 0.5, 100, "50 Å")]
    [TestCase(512, null, 100, "100 px")]
    [TestCase(10, 0.01, 2, "0.02 Å")]
    public void Length_is_round_and_fits(int width, double? pixelSize, double pixels, string text)
    {
        ScaleBar bar = ScaleBar.Choose(width, pixelSize);
        Assert.That(bar.Text, Is.EqualTo(text));
        Assert.That(bar.Length, Is.EqualTo(pixels).Within(1e-3));
    }
}

using DeepEM.Engine.Learning.Networks;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Networks;

public sealed class PickingMethodTests
{
    [TestCase(NetworkPreset.Auto, 4, "micrograph")]
    [TestCase(NetworkPreset.Klh, 1, "window")]
    [TestCase(NetworkPreset.NineteenS, 1, "window")]
    public void The_default_bins_and_the_published_one_takes_pixels_as_they_are(
        NetworkPreset preset, int forDiameter, string normalisation)
    {
        var method = PickingMethod.Of(preset);
        Assert.That(method.BinningFor(4 * NetworkPresets.BinnedDiameter), Is.EqualTo(forDiameter));
        Assert.That(method.Normalisation, Is.EqualTo(normalisation));
        Assert.That(method.Choose(() => PickingMethod.Default, () => PickingMethod.Published), Is.SameAs(method));
    }
}

using DeepEM.Engine.Micrographs.Viewing;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Viewing;

/// <summary>A crop shows what lies around a place of the original micrograph.</summary>
[TestFixture]
public sealed class ParticleCropTests
{
    private const int Side = 64;

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(6)]
    public void The_place_is_in_the_middle_at_any_binning(int bin)
    {
        // A disk of 10 plane pixels around a place given in pixels of the micrograph.
        DisplayPlane plane = Plane(bin, (x, y) => Math.Pow(x - 100, 2) + Math.Pow(y - 60, 2) < 100 ? 200 : 50);
        double shift = (bin - 1) / 2.0;
        byte[] crop = ParticleCrop.Cut(plane, (100 * bin) + shift, (60 * bin) + shift, 64 * bin);
        double mass = crop.Sum(pixel => (double)pixel);
        double x = crop.Select((pixel, i) => (double)pixel * (i % Side)).Sum() / mass;
        double y = crop.Select((pixel, i) => (double)pixel * (i / Side)).Sum() / mass;

        Assert.That(crop.Max(), Is.EqualTo(255));
        Assert.That(x, Is.EqualTo(31.5).Within(0.01));
        Assert.That(y, Is.EqualTo(31.5).Within(0.01));
    }

    [Test]
    public void Values_between_pixels_follow_a_ramp_and_the_greys_are_those_of_the_crop()
    {
        DisplayPlane plane = Plane(1, (x, _) => x);
        byte[] crop = ParticleCrop.Cut(plane, 100, 60, 40);

        Assert.That(crop[..Side], Is.Ordered);
        Assert.That((crop[0], crop[Side - 1]), Is.EqualTo(((byte)0, (byte)255)));
        Assert.That((crop[31] + crop[32]) / 2.0, Is.EqualTo(127.5).Within(1));
    }

    [Test]
    public void Beyond_the_border_it_is_mid_grey()
    {
        DisplayPlane plane = Plane(1, (x, y) => ((7 * x) + (3 * y)) % 200);
        byte[] crop = ParticleCrop.Cut(plane, 0, 60, 64);
        for (int row = 0; row < Side; row++)
        {
            Assert.That(crop[(row * Side)..((row * Side) + 31)], Has.All.EqualTo(128));
        }

        Assert.That(crop.Max(), Is.EqualTo(255));
        Assert.That(ParticleCrop.Cut(plane, -5000, 60, 64), Has.All.EqualTo(128));
    }

    [Test]
    public void An_average_goes_from_black_to_white_and_one_of_one_grey_is_mid_grey()
    {
        float[] average = [.. Enumerable.Range(0, 32 * 32).Select(i => (float)(i / 32))];
        byte[] picture = ParticleCrop.OfAverage(average, 32);

        Assert.That((picture[0], picture[^1]), Is.EqualTo(((byte)0, (byte)255)));
        Assert.That(picture.Where((_, i) => i % Side == 5), Is.Ordered);
        Assert.That(ParticleCrop.OfAverage(new float[9], 3, 16), Is.EqualTo(Enumerable.Repeat((byte)128, 256)));
        Assert.That(() => ParticleCrop.OfAverage(average, 31), Throws.ArgumentException);
    }

    private static DisplayPlane Plane(int bin, Func<int, int, double> level)
    {
        const int width = 200;
        const int height = 120;
        byte[] pixels = [.. Enumerable.Range(0, width * height).Select(i => (byte)level(i % width, i / width))];
        return new DisplayPlane(width * bin, height * bin, bin, width, height, 0, 1, pixels);
    }
}

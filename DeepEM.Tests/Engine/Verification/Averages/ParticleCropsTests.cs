using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Verification.Averages;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Averages;

[TestFixture]
[Category(TestCategory.Smoke)]
public sealed class ParticleCropsTests
{
    private const int Middle = ParticleCrops.Side / 2;

    // Half a step of the 8 bits.
    private const float HalfStep = 0.5f * 6 / 127;

    [Test]
    public void A_crop_has_the_nearest_pixel_to_its_place_in_the_middle()
    {
        float[] pixels = new float[200 * 150];
        pixels[(61 * 200) + 80] = 3;

        float[] crop = Crop(pixels, 200, (80.4, 60.6), isBright: true);

        Assert.That(crop[(Middle * ParticleCrops.Side) + Middle], Is.EqualTo(3).Within(HalfStep));
        Assert.That(crop.Count(pixel => pixel != 0), Is.EqualTo(1));
    }

    [Test]
    public void Dark_particles_become_bright() =>
        Assert.That(CropOfPoint(-3, isBright: false), Is.EqualTo(3).Within(HalfStep));

    [TestCase(float.NaN, 0)]
    [TestCase(float.PositiveInfinity, 6)]
    [TestCase(-40, -6)]
    public void A_pixel_that_is_no_number_or_hot_does_no_harm(float value, float expected) =>
        Assert.That(CropOfPoint(value, isBright: true), Is.EqualTo(expected));

    [Test]
    public void The_median_of_the_micrograph_is_taken_away()
    {
        float[] pixels = [.. Enumerable.Repeat(2f, 100 * 100)];
        pixels[(50 * 100) + 50] = 4;

        float[] crop = Crop(pixels, 100, (50, 50), isBright: true);

        Assert.That(crop[0], Is.Zero);
        Assert.That(crop[(Middle * ParticleCrops.Side) + Middle], Is.EqualTo(2).Within(HalfStep));
    }

    [Test]
    public void Beyond_the_border_the_micrograph_is_reflected()
    {
        float[] pixels = new float[100 * 100];
        pixels[1] = 3;

        float[] crop = Crop(pixels, 100, (0, 0), isBright: true);

        Assert.That(crop[(Middle * ParticleCrops.Side) + Middle + 1], Is.EqualTo(3).Within(HalfStep));
        Assert.That(crop[((Middle - 1) * ParticleCrops.Side) + Middle - 2], Is.EqualTo(3).Within(HalfStep));
    }

    [Test]
    public void Places_and_factors_that_are_no_numbers_are_refused()
    {
        var image = new PreparedMicrograph("m", new float[100], 10, 10, 1, 10, 10);
        var crops = new ParticleCrops();

        Assert.That(() => crops.Add(image, [new BinnedPosition(double.NaN, 1)], true), Throws.ArgumentException);
        Assert.That(() => crops.Add(image, [], true, [1, double.NaN]), Throws.ArgumentException);
        Assert.That(crops.Micrographs, Is.Zero);
    }

    private static float CropOfPoint(float value, bool isBright)
    {
        float[] pixels = new float[100 * 100];
        pixels[(50 * 100) + 50] = value;
        return Crop(pixels, 100, (50, 50), isBright)[(Middle * ParticleCrops.Side) + Middle];
    }

    private static float[] Crop(float[] pixels, int width, (double X, double Y) place, bool isBright)
    {
        int height = pixels.Length / width;
        var crops = new ParticleCrops();
        crops.Add(
            new PreparedMicrograph("m", pixels, height, width, 1, height, width),
            [new BinnedPosition(place.X, place.Y)],
            isBright);
        float[] crop = new float[ParticleCrops.Side * ParticleCrops.Side];
        crops.Read(0, crop);
        return crop;
    }
}

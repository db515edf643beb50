using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs.Preparation;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Micrographs.Preparation;

[TestFixture]
public sealed class WindowCutterTests
{
    [Test]
    public void Upright_window_holds_the_pixels_around_its_centre()
    {
        float[] window = new float[9];
        WindowCutter.Cut(Ramp(7, 9), new BinnedPosition(5, 3), orientation: 0, side: 3, window);
        Assert.That(window, Is.EqualTo(new float[] { 22, 23, 24, 31, 32, 33, 40, 41, 42 }));
    }

    [TestCase(5, 3, 4)]
    [TestCase(5.4, 3, 4)]
    [TestCase(5.6, 3, 5)]
    [TestCase(4.5, 4, 3)]
    [TestCase(4.9, 4, 3)]
    [TestCase(5, 4, 4)]
    [TestCase(4, 4, 2)]
    public void A_window_begins_half_its_side_before_its_middle(double centre, int side, int expected)
    {
        float[] window = new float[side * side];
        WindowCutter.Cut(Ramp(9, 9), new BinnedPosition(centre, 4), orientation: 0, side, window);
        Assert.That(window[0] % 9, Is.EqualTo(expected));
    }

    [Test]
    public void Quarter_turn_is_counter_clockwise()
    {
        float[] window = new float[9];
        WindowCutter.Cut(Ramp(7, 9), new BinnedPosition(5, 3), orientation: 1, side: 3, window);
        Assert.That(window, Is.EqualTo(new float[] { 24, 33, 42, 23, 32, 41, 22, 31, 40 }));
    }

    [Test]
    public void Mirror_turns_left_to_right()
    {
        float[] window = new float[9];
        WindowCutter.Cut(Ramp(7, 9), new BinnedPosition(5, 3), orientation: 4, side: 3, window);
        Assert.That(window, Is.EqualTo(new float[] { 24, 23, 22, 33, 32, 31, 42, 41, 40 }));
    }

    [Test]
    public void Eight_orientations_are_all_different_and_hold_the_same_pixels()
    {
        var seen = new HashSet<string>();
        for (int orientation = 0; orientation < WindowCutter.Orientations; orientation++)
        {
            float[] window = new float[16];
            WindowCutter.Cut(Ramp(8, 8), new BinnedPosition(3.5, 3.5), orientation, side: 4, window);
            Assert.That(seen.Add(string.Join(' ', window)), $"orientation {orientation}");
            Assert.That(window.Order().First(), Is.EqualTo(18));
            Assert.That(window.Sum(), Is.EqualTo(504));
        }
    }

    [Test]
    public void Every_pixel_comes_from_its_source_inside_and_over_every_border(
        [Range(0, WindowCutter.Orientations - 1)] int orientation, [Values(1, 4, 5)] int side)
    {
        PreparedMicrograph image = Ramp(9, 7);
        for (int top = -2; top <= image.Height - side + 2; top++)
        {
            for (int left = -2; left <= image.Width - side + 2; left++)
            {
                var centre = new BinnedPosition(left + ((side - 1) / 2.0), top + ((side - 1) / 2.0));
                float[] window = new float[side * side];
                WindowCutter.Cut(image, centre, orientation, side, window);
                for (int n = 0; n < window.Length; n++)
                {
                    (int y, int x) = WindowCutter.Source(n / side, n % side, orientation, side);
                    int row = Reflection.Fold(top + y, image.Height);
                    int column = Reflection.Fold(left + x, image.Width);
                    Assert.That(window[n], Is.EqualTo(image.Pixels[(row * image.Width) + column]));
                }
            }
        }
    }

    [Test]
    public void Beyond_the_border_the_image_is_reflected()
    {
        float[] window = new float[9];
        WindowCutter.Cut(Ramp(4, 4), new BinnedPosition(0, 3), orientation: 0, side: 3, window);
        Assert.That(window, Is.EqualTo(new float[] { 8, 8, 9, 12, 12, 13, 12, 12, 13 }));
    }

    [TestCase(-1, 0)]
    [TestCase(-5, 4)]
    [TestCase(-6, 4)]
    [TestCase(5, 4)]
    [TestCase(10, 0)]
    [TestCase(3, 3)]
    public void Reflection_repeats_for_ever(int index, int expected) =>
        Assert.That(Reflection.Fold(index, 5), Is.EqualTo(expected));

    private static PreparedMicrograph Ramp(int height, int width) => new(
        "ramp", [.. Enumerable.Range(0, height * width).Select(i => (float)i)], height, width, 1, height, width);
}

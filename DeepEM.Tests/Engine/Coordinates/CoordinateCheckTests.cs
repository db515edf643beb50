using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Coordinates;

/// <summary>What particles outside their micrograph say of the rest.</summary>
[Category(TestCategory.Smoke)]
public sealed class CoordinateCheckTests
{
    private const int Width = 600;
    private const int Height = 400;

    [TestCase(12)]
    [TestCase(40)]
    public void One_stray_particle_is_left_out_and_sets_no_scale(int count)
    {
        List<Notice> warnings = [];
        Particle[] particles = [.. Grid(count - 1, Width, Height), new(2800, 100, 0)];

        IReadOnlyList<Particle> inside = Keep(particles, warnings);

        Assert.That(inside, Has.Count.EqualTo(count - 1));
        Assert.That(warnings.Single().Code, Is.EqualTo(NoticeCode.OutsideMicrograph));
        Assert.That(warnings.Single().Figure, Is.Null);
        Assert.That(warnings.Texts(), Has.One.Contains($"1 of {count} particles left out"));
    }

    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(8)]
    public void A_stray_particle_does_not_change_the_scale_that_the_others_show(int factor)
    {
        Particle[] particles = [.. Grid(40, factor * Width, factor * Height), new(1e6, 100, 0)];

        Assert.That(
            () => Keep(particles, []),
            Throws.InstanceOf<InvalidFileException>()
                .With.Property("Code").EqualTo(NoticeCode.CoordinatesScaled)
                .And.Property("Figure").EqualTo(new NoticeFigure("bin", 1.0 / factor)));
    }

    // Of a grid that reaches 1.2 times as far, one in six lies outside.
    [Test]
    public void Coordinates_of_a_little_larger_image_are_not_taken_for_those_of_one_twice_as_large()
    {
        List<Notice> warnings = [];
        Particle[] particles = [.. Grid(40, Width * 6 / 5, Height * 6 / 5)];

        _ = Keep(particles, warnings);

        Assert.That(warnings.Single().Code, Is.EqualTo(NoticeCode.CoordinatesScaled));
        Assert.That(warnings.Single().Figure, Is.Null);
        Assert.That(warnings.Texts(), Has.One.Contains("they reach 1.1"));
    }

    [Test]
    public void Exchanged_x_and_y_are_answered_by_saying_so_and_not_by_a_scale()
    {
        List<Notice> warnings = [];
        Particle[] particles =
            [.. Grid(40, Width, Height).Select(particle => particle with { X = particle.Y, Y = particle.X })];

        _ = Keep(particles, warnings);

        Assert.That(warnings.Single().Code, Is.EqualTo(NoticeCode.AxesSwapped));
        Assert.That(warnings.Texts(), Has.One.Contains("with x and y exchanged they lie inside"));
    }

    private static IEnumerable<Particle> Grid(int count, int width, int height) => Enumerable.Range(0, count)
        .Select(i => new Particle(width * (0.5 + (i * 7 % count)) / count, height * (i + 0.5) / count, 0));

    private static IReadOnlyList<Particle> Keep(Particle[] particles, List<Notice> warnings) =>
        CoordinateCheck.KeepInside(new MicrographPicks("mic", "mic.star", particles), Height, Width, warnings);
}

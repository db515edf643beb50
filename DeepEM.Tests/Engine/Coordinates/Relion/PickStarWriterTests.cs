using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Coordinates.Relion;

[Category(TestCategory.Smoke)]
public sealed class PickStarWriterTests
{
    private static readonly Particle[] _particles = [new(10.6, 20.25, 0.5), new(-0.3, 7, 0.25)];

    [Test]
    public void Rounded_centres_and_what_rounding_took_lead_back_to_where_they_were()
    {
        using ScratchFolder folder = new();
        PickStarWriter.Write(folder["a.star"], _particles, PickCentres.RoundedWithOrigins, 2);

        Assert.That(File.ReadAllText(folder["a.star"]), Does.Contain("\n_rlnOriginYAngst #7\n11 20 0 0.5 0 0.8"));
        Assert.That(File.ReadAllText(folder["a.star"]), Does.Contain("\n0 7 0 0.25 0 0.6 0\n"), "no negative zero");
        MicrographPicks read = CoordinateFileReader.Read(folder["a.star"], [], keepsTables: true).Micrographs[0];
        IReadOnlyList<Particle> centred = read.Table!.Centre(read, 2, []).Particles;
        Assert.That(centred.Select(one => one.X), Is.EqualTo([10.6, -0.3]).Within(1e-12));
        Assert.That(centred.Select(one => one.Y), Is.EqualTo([20.25, 7]).Within(1e-12));
    }

    [Test]
    public void Rounded_centres_alone_have_the_usual_columns()
    {
        using ScratchFolder folder = new();
        PickStarWriter.Write(folder["a.star"], _particles, PickCentres.Rounded, 2);
        PickStarWriter.Write(folder["b.star"], [new(11, 20, 0.5), new(0, 7, 0.25)]);
        PickStarWriter.Write(folder["c.star"], _particles, PickCentres.Exact, 2);
        PickStarWriter.Write(folder["d.star"], _particles);

        Assert.That(File.ReadAllText(folder["a.star"]), Is.EqualTo(File.ReadAllText(folder["b.star"])));
        Assert.That(File.ReadAllText(folder["c.star"]), Is.EqualTo(File.ReadAllText(folder["d.star"])));
    }
}

using System.Text.Json;
using DeepEM.Engine.Coordinates;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Coordinates;

/// <summary>A particle knows its row and is the same particle without it.</summary>
public sealed class ParticleTests
{
    [Test]
    public void A_particle_of_no_table_has_no_row()
    {
        Assert.That(new Particle(1, 2, 3).Row, Is.EqualTo(-1));
        Assert.That(default(Particle).Row, Is.EqualTo(-1));
        Assert.That((new Particle[1])[0].Row, Is.EqualTo(-1));
    }

    [Test]
    public void Where_it_was_read_makes_no_other_particle()
    {
        Particle first = new(1, 2, 3) { Row = 0 };
        Particle tenth = first with { Row = 9 };

        Assert.That(tenth, Is.EqualTo(first));
        Assert.That(tenth == new Particle(1, 2, 3), Is.True);
        Assert.That(new HashSet<Particle> { first, tenth, new(1, 2, 3) }, Has.Count.EqualTo(1));
        Assert.That(first, Is.Not.EqualTo(first with { FigureOfMerit = 4 }));
    }

    [Test]
    public void A_row_stays_where_a_particle_is_moved()
    {
        Particle particle = new(1, 2, 3) { Row = 7 };

        Assert.That(CoordinateFrame.FlipRows(CoordinateFrame.FlipColumns(particle, 10), 10).Row, Is.EqualTo(7));
        Assert.That(
            CoordinateCheck.KeepInside(new MicrographPicks("a", "a.star", [particle]), 10, 10, [])[0].Row,
            Is.EqualTo(7));
    }

    [Test]
    public void As_JSON_it_is_place_and_score()
    {
        Assert.That(
            JsonSerializer.Serialize(new Particle(1, 2, 3) { Row = 7 }),
            Is.EqualTo("""{"X":1,"Y":2,"FigureOfMerit":3}"""));
    }
}

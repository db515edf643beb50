using System.Text;
using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Coordinates;

/// <summary>Tables that look like particles on a micrograph and are none: filaments and tomograms.</summary>
[Category(TestCategory.Smoke)]
public sealed class NotParticlesTests
{
    private const string Columns = "loop_\n_CoordinateX\n_CoordinateY\n_Width\n_Height\n";
    private const string Vertices = "data_filament_vertices\n\n" + Columns + "130 130 60 60\n730 530 60 60\n\n";
    private const string Boxes = "data_cryolo\n\n" + Columns + "100 100 60 60\n150 133 60 60\n200 166 60 60\n\n";

    [TestCase(Vertices + Boxes)]
    [TestCase(Boxes + Vertices)]
    [TestCase("data_other\n\n" + Columns + "1 1 8 8\n\n" + Boxes)]
    public void The_boxes_of_a_cbox_are_those_of_its_own_table_wherever_it_stands(string text) =>
        Assert.That(Read("a.cbox", text).Select(particle => particle.X), Is.EqualTo([130, 180, 230]));

    [Test]
    public void Bends_of_filaments_alone_are_refused() =>
        Refused("a.cbox", Vertices, "holds the bends of filaments, expected boxes in data_cryolo");

    [Test]
    public void Ends_of_filaments_in_a_box_file_are_refused()
    {
        const string Filament = "10 20 40 40 -1\n300 200 40 40 -2\n";
        Refused("a.box", Filament, "marks starts and ends of filaments");
        Refused("a.box", Filament + Filament, "marks starts and ends of filaments");
    }

    [TestCase("10 20 40 40 -3\n300 200 40 40 -3\n")]
    [TestCase("10 20 40 40 -1\n300 200 40 40 -1\n")]
    [TestCase("10 20 40 40 -1\n300 200 40 40 -2\n50 60 40 40 -1.5\n")]
    [TestCase("10 20 40 40 -1\n")]
    public void Negative_scores_make_no_filaments(string text) =>
        Assert.That(Read("a.box", text), Has.Count.EqualTo(text.Count(letter => letter == '\n')));

    [Test]
    public void Particles_of_a_tomogram_are_refused()
    {
        const string Head = "data_\nloop_\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnCoordinateZ\n";
        Refused("a.star", Head + "1 2 0\n3 4 55\n", "found 55, expected particles of a micrograph, not of a tomogram");
        Assert.That(Read("a.star", Head + "1 2 0\n3 4 0\n"), Has.Count.EqualTo(2));
    }

    private static IReadOnlyList<Particle> Read(string name, string text) =>
        CoordinateFileReader.Parse(name, Encoding.UTF8.GetBytes(text), []).ForMicrograph("a").Particles;

    private static void Refused(string name, string text, string expected) => Assert.That(
        () => Read(name, text), Throws.InstanceOf<InvalidFileException>().With.Message.Contains(expected));
}

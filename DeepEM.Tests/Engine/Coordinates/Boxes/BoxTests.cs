using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Boxes;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Coordinates.Boxes;

/// <summary>EMAN's boxes: those that load (case 71), those that are refused (case 70), and round trips.</summary>
public sealed class BoxTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("10\t20\t64\t64\n100\t200\t64\t64\n", "42,52,0 132,232,0")]
    [TestCase("10 20 64 64 -3\n", "42,52,-3")]
    [TestCase("-20 -5 64 64\n", "12,27,0")]
    [TestCase("10.0 20.5 64 64", "42,52.5,0")]
    [TestCase("# by hand\r\n\r\n 10 20 65 65 \r\n", "42.5,52.5,0")]
    [TestCase("10 20 64 32\r30 40 64 32\r", "42,36,0 62,56,0")]
    public void A_box_loads_as_the_particle_at_its_centre(string text, string expected)
    {
        List<Notice> warnings = [];
        IReadOnlyList<Particle> particles = BoxReader.Read(_folder.Write("a.box", text), warnings);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(particles), Is.EqualTo(expected));
            Assert.That(warnings, Is.Empty);
        }
    }

    [TestCase("1 2 64 64\n10 20 64\n", "line 2: found 3 columns")]
    [TestCase("10 20 0 0\n", "line 1: found a box of 0 x 0, expected a positive size")]
    [TestCase("10 20 64 64\n10 20 -64 64\n", "line 2: found a box of -64 x 64")]
    [TestCase("10 20 64 64\n10 20 80 80\n", "line 2: found a box of 80 x 80, expected 64 x 64 as before")]
    [TestCase("x y w h\n", "line 1: column 1: found 'x', expected a finite number")]
    [TestCase("10 20 64 64 0.5 1\n", "line 1: found more than 5 columns")]
    [TestCase("10 1e400 64 64\n", "line 1: column 2: found '1e400'")]
    [TestCase("10,5 20 64 64\n", "line 1: column 1: found '10,5'")]
    [TestCase("\ndata_\n\nloop_\n", "line 2: column 1: found 'data_'")]
    [TestCase("\0\u0001\u0002", "line 1: column 1: found '...'", TestName = "A_wrong_line_is_refused(binary)")]
    public void A_wrong_line_is_refused_with_its_number(string text, string expected)
    {
        string path = _folder.Write("a.box", text);

        Assert.That(
            () => BoxReader.Read(path, []), Throws.InstanceOf<InvalidFileException>().With.Message.Contains(expected));
    }

    [Test]
    public void A_place_named_twice_is_kept_once_and_an_empty_file_is_warned_of()
    {
        List<Notice> warnings = [];
        IReadOnlyList<Particle> twice = BoxReader.Read(_folder.Write("a.box", "1 2 8 8\n1 2 8 8 5\n"), warnings);
        IReadOnlyList<Particle> none = BoxReader.Read(_folder.Write("b.box", "\n"), warnings);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(twice), Is.EqualTo("5,6,0"));
            Assert.That(none, Is.Empty);
            Assert.That(warnings, Has.Count.EqualTo(2));
            Assert.That(warnings[0].ToString(), Does.Contain("1 particles at a place that was there before"));
        }
    }

    [TestCase(64)]
    [TestCase(65)]
    public void What_is_written_reads_back_equal(int boxSize)
    {
        Random random = new(2);
        List<Particle> particles =
        [
            .. Enumerable.Range(0, 100)
                .Select(_ => new Particle(random.Next(9000) / 8.0, random.Next(9000) / 8.0, 0.1)),
        ];
        string path = _folder["a.box"];

        BoxWriter.Write(path, particles, boxSize);

        Assert.That(BoxReader.Read(path, []), Is.EqualTo(particles));
    }

    [Test]
    public void Lines_are_corner_and_size_with_tabs()
    {
        BoxWriter.Write(_folder["a.box"], [new Particle(100, 50.5, 0)], 64);
        BoxWriter.Write(_folder["b.box"], [], 64);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.ReadAllText(_folder["a.box"]), Is.EqualTo("68\t18.5\t64\t64\n"));
            Assert.That(File.ReadAllText(_folder["b.box"]), Is.Empty);
        }
    }

    private static string Text(IEnumerable<Particle> particles) =>
        string.Join(' ', particles.Select(particle => $"{particle.X},{particle.Y},{particle.FigureOfMerit}"));
}

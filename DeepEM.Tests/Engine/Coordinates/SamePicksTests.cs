using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Coordinates;

/// <summary>Several files of the same picks in one folder.</summary>
[Category(TestCategory.Smoke)]
public sealed class SamePicksTests
{
    private const string Star = "data_\nloop_\n_rlnCoordinateX\n_rlnCoordinateY\n20.4 30.4\n50 60\n";

    private ScratchFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new ScratchFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("a.box", "16 26 8 8\n46 56 8 8\n")]
    [TestCase("a.box", "46 56 8 8\n16 26 8 8\n")]
    [TestCase("a.csv", "x,y\n20,30\n50,60\n")]
    public void The_most_exact_of_two_formats_of_the_same_picks_is_read(string name, string content)
    {
        _folder.Write("a_autopick.star", Star);
        _folder.Write(name, content);

        PickSet picks = PickReader.Read(_folder.Path);

        Assert.That(picks.Micrographs.Single().Source, Is.EqualTo(_folder["a_autopick.star"]));
        Assert.That(picks.Find("a")!.Particles[0].X, Is.EqualTo(20.4));
    }

    [TestCase("16 26 8 8\n", TestName = "Fewer_picks_in_the_second_format_are_an_error")]
    [TestCase("16 26 8 8\n48 56 8 8\n", TestName = "A_pick_that_moved_is_an_error")]
    [TestCase("16 26 8 8\n16.5 26.5 8 8\n", TestName = "Two_picks_for_one_are_an_error")]
    public void Picks_that_differ_are_an_error(string boxes)
    {
        _folder.Write("a_autopick.star", Star);
        _folder.Write("a.box", boxes);

        Assert.That(
            () => PickReader.Read(_folder.Path),
            Throws.InstanceOf<InvalidFileException>().With.Message
                .Contains("a.box and a_autopick.star are both picks of a and differ"));
    }
}

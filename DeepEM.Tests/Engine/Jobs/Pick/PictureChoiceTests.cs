using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Micrographs;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Pick;

public sealed class PictureChoiceTests
{
    [TestCase(0, "")]
    [TestCase(1, "30 median")]
    [TestCase(2, "10 fewest picks, 30 median")]
    [TestCase(3, "10 fewest picks, 30 median, 50 most picks")]
    [TestCase(4, "10 fewest picks, 20 fewest picks, 30 median, 50 most picks")]
    [TestCase(9, "10 fewest picks, 20 fewest picks, 30 median, 40 most picks, 50 most picks")]
    public void Fewest_median_and_most_picks_are_drawn(int count, string expected)
    {
        Assert.That(Chosen([40, 10, 50, 30, 20], count), Is.EqualTo(expected));
    }

    [Test]
    public void Nothing_finished_gives_nothing_and_the_only_one_is_said_to_be_it()
    {
        Assert.That(Chosen([], 4), Is.Empty);
        Assert.That(Chosen([7], 4), Is.EqualTo("7 the only one"));
    }

    private static string Chosen(int[] picks, int count) => string.Join(", ", PictureChoice
        .Of(picks.Select(each => (new MicrographSource($"{each}.mrc", $"{each}.mrc", null), $"{each}", each)), count)
        .Select(choice => $"{choice.Micrograph.Picks} {choice.Words}"));
}

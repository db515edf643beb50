using DeepEM.Engine.Foundation;
using DeepEM.Engine.Jobs.Study;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Study;

[TestFixture]
public sealed class StudyPlanTests
{
    private const string Least = """
        "name": "a", "test": "t", "test_truth": "t/truth", "diameter": 100, "pixel_size": 2
        """;

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Paths_are_relative_to_the_plan()
    {
        StudySet set = Read($$"""
            { "sets": [ { {{Least}}, "train": "@list.txt", "train_picks": "/abs/picks", "start": "m.deepem",
            // A remark.
            "rounds": 2, "epochs": 3, "radius": 0.36, "general": false } ] }
            """).Sets.Single();
        Assert.That(set.TestMicrographs, Is.EqualTo(_folder["t"]));
        Assert.That(set.TrainMicrographs, Is.EqualTo("@" + _folder["list.txt"]));
        Assert.That(set.TrainPicks, Is.EqualTo("/abs/picks"));
        Assert.That(set.Start, Is.EqualTo(_folder["m.deepem"]));
        Assert.That((set.Rounds, set.Epochs, set.Radius, set.General), Is.EqualTo((2, 3, 0.36, false)));
    }

    [Test]
    public void What_is_left_out_has_defaults()
    {
        StudySet set = Read($$"""{ "sets": [ { {{Least}} } ] }""").Sets.Single();
        Assert.That((set.Start, set.Rounds, set.Epochs, set.Radius), Is.EqualTo(("general", 1, (int?)null, 0.25)));
        Assert.That((set.TrainMicrographs, set.TestIgnore), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That(set.General, Is.True);
    }

    [TestCase("", "line 1")]
    [TestCase("null", "null")]
    [TestCase("[]", "line 1")]
    [TestCase("{}", "sets")]
    [TestCase("""{ "sets": [] }""", "at least one set")]
    [TestCase("""{ "sets": [ null ] }""", "sets")]
    [TestCase("""{ "sets": [ { "name": "a" } ] }""", "test")]
    [TestCase("""{ "sets": [ { LEAST, "pixelsize": 1 } ] }""", "pixelsize")]
    [TestCase("""{ "sets": [ { LEAST, "diameter": "wide" } ] }""", "diameter")]
    [TestCase("""{ "sets": [ { LEAST, "diameter": 0 } ] }""", "set a: diameter is out of range")]
    [TestCase("""{ "sets": [ { LEAST, "name": "a/b" } ] }""", "name is 'a/b'")]
    [TestCase("""{ "sets": [ { LEAST, "test": null } ] }""", "null")]
    [TestCase("""{ "sets": [ { LEAST, "train": "x" } ] }""", "one of train and train_picks")]
    [TestCase("""{ "sets": [ { LEAST, "general": false } ] }""", "nothing to test")]
    [TestCase("""{ "sets": [ { LEAST, "rounds": 11 } ] }""", "rounds is out of range")]
    [TestCase("""{ "sets": [ { LEAST }, { LEAST } ] }""", "set a occurs twice")]
    public void What_is_no_plan_is_refused_in_one_line(string text, string expected)
    {
        InvalidFileException? refusal =
            Assert.Throws<InvalidFileException>(() => Read(text.Replace("LEAST", Least, StringComparison.Ordinal)));
        Assert.That(refusal!.Message, Does.StartWith(_folder["plan.json"]).And.Contain(expected));
        Assert.That(refusal.Message, Does.Not.Contain("\n"));
    }

    private StudyPlan Read(string text) => StudyPlan.Read(_folder.Write("plan.json", text));
}

using DeepEM.Engine.Foundation;
using DeepEM.Engine.Jobs.Study;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Study;

[TestFixture]
public sealed class StudyTableTests
{
    private static readonly StudyRow _row = new(
        new StudyCase("a", 25, 2), "0123456789ab", 25, 0.91, 0.85, 0.97, 0.9, 0.88, 0.41, 0.87, 0.9, 0.86, 0.9, 3.26,
        0.05, 31.4);

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Rows_are_read_back_as_they_were_written()
    {
        StudyRow[] rows =
        [
            _row,
            _row with { Case = StudyCase.General("b"), HeldOutPrecision = double.NaN, RandomF1 = double.NaN },
            _row with { Case = new StudyCase("b", null, -7) },
        ];
        StudyTable.Write(_folder["s.csv"], rows);
        Assert.That(StudyTable.Read(_folder["s.csv"]), Is.EqualTo(rows));
        Assert.That(StudyTable.Read(_folder["none.csv"]), Is.Empty);
    }

    [TestCase("set,labels", "line 1 is not the header")]
    [TestCase("HEAD\na,25,1", "line 2 has 3 fields, expected 18")]
    [TestCase("HEAD\na,some,2,25,1,1,1,1,1,1,1,1,1,1,1,1,1,r", "line 2, labels is 'some'")]
    [TestCase("HEAD\na,25,2,25,1,1,1,1,1,1,1,1,1,ten,1,1,1,r", "line 2, recall is 'ten'")]
    public void What_is_no_table_is_refused_with_its_line(string text, string expected)
    {
        StudyTable.Write(_folder["s.csv"], []);
        string header = File.ReadAllText(_folder["s.csv"]).TrimEnd();
        _folder.Write("s.csv", text.Replace("HEAD", header, StringComparison.Ordinal));
        Assert.That(
            () => StudyTable.Read(_folder["s.csv"]),
            Throws.InstanceOf<InvalidFileException>().With.Message.Contains(expected));
    }

    [Test]
    public void The_table_for_people_has_mean_and_half_spread_over_the_seeds()
    {
        StudyRow[] rows =
        [
            _row with { Case = StudyCase.General("a"), AveragePrecision = 0.5, Particles = 0 },
            _row with { AveragePrecision = 0.9 },
            _row with { Case = new StudyCase("a", 25, 3), AveragePrecision = 0.94 },
            _row with { Case = new StudyCase("a", null, 1), Particles = 370, RandomF1 = double.NaN },
        ];
        string[] lines = StudyOutputs.Text(rows).TrimEnd().Split('\n');
        Assert.That(lines, Has.Length.EqualTo(5));
        Assert.That(lines[2], Does.StartWith("| a | none | - | 0.500 |"));
        Assert.That(lines[3], Does.StartWith("| a | 25 | 2 | 0.920 ± 0.020 | 0.900 ± 0.000 |"));
        Assert.That(lines[4], Does.StartWith("| a | all (370) | 1 | 0.910 |").And.Contain("| 3.3 | - | 31 |"));
    }
}

using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Engine.Verification.Results;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Verify;

/// <summary>RELION's own display opens a verification, and a person can select classes in it.</summary>
[NonParallelizable]
public sealed class RelionDisplayTests
{
    private const int Side = 64;

    private ScratchFolder _project = null!;

    [SetUp]
    public void Write_a_verification()
    {
        if (RelionDisplay.Missing is { Length: > 0 } missing)
        {
            Assert.Ignore($"{string.Join(", ", missing)} not installed");
        }

        _project = new ScratchFolder();
        VerificationResult result = VerifiedData.Result with
        {
            Classes = [.. VerifiedData.Result.Classes.Select(one => one with { Average = Blob(one.Number) })],
            NoiseClasses = [],
            ClassSide = Side,
        };

        // Names within the files are those that a run in the folder of the project writes.
        VerificationOutputs.Write(_project["job"], result);
        foreach (string path in Directory.GetFiles(_project["job"], "*.star"))
        {
            File.WriteAllText(path, File.ReadAllText(path).Replace(
                _project["job"], "job", StringComparison.Ordinal));
        }

        OutputFolder.Make(_project["selected"]);
    }

    [TearDown]
    public void Remove_the_project() => _project?.Dispose();

    [Test]
    public void Selected_classes_give_their_averages_and_their_picks()
    {
        using var display = RelionDisplay.Open(_project.Path, "job/run_it020_model.star", "selected");
        Assert.That(display.IsOpen, Is.True, () => display.Said);

        // The largest class comes first, and that is number 2.
        display.Save(2 * Side, [0], _project["selected/particles.star"]);

        Assert.That(_project["selected/particles.star"], Does.Exist, () => display.IsOpen ? "open" : display.Said);
        var picks = ParticleTable.Read(_project["selected/particles.star"]);
        Assert.That(picks.RowCount, Is.EqualTo(3));
        Assert.That(
            Enumerable.Range(0, 3).Select(row => picks.Particles.WholeNumber(row, "_rlnClassNumber")),
            Is.All.EqualTo(2));
        Assert.That(
            File.ReadAllText(_project["selected/backup_selection.star"]).Split('\n').Select(line => line.Trim())
                .Where(line => line is "0" or "1"),
            Is.EqualTo(["0", "1", "0", "0"]));
    }

    [Test]
    public void Without_the_averages_it_does_not_open()
    {
        File.Delete(_project["job/classes.mrcs"]);

        using var display = RelionDisplay.Open(_project.Path, "job/run_it020_model.star", "selected");

        Assert.That(display.IsOpen, Is.False);
        Assert.That(display.Said, Does.Contain("ERROR"));
    }

    private static float[] Blob(int number) =>
    [
        .. Enumerable.Range(0, Side * Side).Select(i =>
        {
            (int y, int x) = Math.DivRem(i, Side);
            double radius = Math.Pow((x - (Side / 2)) / 10.0, 2) + Math.Pow((y - (Side / 2)) * number / 20.0, 2);
            return (float)Math.Exp(-radius);
        }),
    ];
}

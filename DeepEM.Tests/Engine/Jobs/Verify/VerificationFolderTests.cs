using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Engine.Verification.Results;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Verify;

/// <summary>What is written of a verification is read back, and what is wrong is said in one line.</summary>
public sealed class VerificationFolderTests
{
    // Records are equal where their lists are the same object.
    private static readonly float[] _none = [];
    private static readonly double[] _noRings = [];

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder() => _folder = new ScratchFolder();

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void What_is_written_reads_back_to_the_last_bit()
    {
        VerificationResult read = WriteAndRead(VerifiedData.Result);

        Assert.That(read.Picks, Is.EqualTo(VerifiedData.Result.Picks));
        Assert.That(read.Micrographs, Is.EqualTo(VerifiedData.Result.Micrographs));
        Assert.That(read.DiameterAngstrom, Is.EqualTo(180));
        Assert.That((read.NoisePass, read.NoiseAnchor), Is.EqualTo((2, 0.7)));
        Assert.That(read.Guard, Is.EqualTo(VerifiedData.Result.Guard));
        Assert.That(
            read.NoiseRates.Select(point => point with { ByProbabilities = Math.Round(point.ByProbabilities, 12) }),
            Is.EqualTo(VerifiedData.Result.NoiseRates), "written as 1 minus it");
    }

    [Test]
    public void Classes_come_back_with_their_averages()
    {
        VerificationResult read = WriteAndRead(VerifiedData.Result);

        Assert.That(Plain(read.Classes), Is.EqualTo(Plain(VerifiedData.Result.Classes)));
        Assert.That(read.Classes.Select(one => one.Average), Is.EqualTo(
            VerifiedData.Result.Classes.Select(one => one.Average)));
        Assert.That(read.Classes[0].SignalToNoise, Is.EqualTo([0, 8, 4, 2, 1]));
        Assert.That(read.NoiseClasses.Select(one => one.Average), Is.EqualTo(
            VerifiedData.Result.NoiseClasses.Select(one => one.Average)));
        Assert.That(read.ClassSide, Is.EqualTo(VerifiedData.Side));
        Assert.That(read.ClassPixelSizeAngstrom, Is.EqualTo(5.4));
        Assert.That(read.ClassMaskRadius, Is.EqualTo(3).Within(1e-12));
    }

    [Test]
    public void Without_classes_there_are_no_files_of_classes_not_even_old_ones()
    {
        VerificationOutputs.Write(_folder["v"], VerifiedData.Result);

        IReadOnlyList<string> written = VerificationOutputs.Write(
            _folder["v"], VerifiedData.Result with
            {
                Classes = [],
                NoiseClasses = [],
                Picks = [.. VerifiedData.Result.Picks.Select(pick => pick with { Class = 0 })],
            });

        Assert.That(
            Directory.GetFiles(_folder["v"]).Select(Path.GetFileName),
            Is.EquivalentTo([
                "verification.star", "verification.csv", "classes.csv", "micrographs.csv", "fdr.csv", "guard.csv",
            ]));
        Assert.That(written.Select(Path.GetFileName), Is.EquivalentTo(
            Directory.GetFiles(_folder["v"]).Select(Path.GetFileName)));
        Assert.That(VerificationFolder.Read(_folder["v"]).Result.Classes, Is.Empty);
    }

    [Test]
    public void A_pick_with_a_number_that_is_none_is_not_written_and_that_is_said()
    {
        List<Notice> warnings = [];
        VerifiedPick[] picks =
        [
            .. VerifiedData.Result.Picks.Take(2), VerifiedData.Result.Picks[2] with { Probability = double.NaN },
        ];

        VerificationOutputs.Write(_folder["v"], VerifiedData.Result with { Picks = picks }, null, warnings);

        Assert.That(VerificationFolder.Read(_folder["v"]).Result.Picks, Is.EqualTo(picks[..2]));
        Assert.That(warnings.Single().ToString(), Does.Contain("1 picks with numbers that are not finite"));
        Assert.That(File.ReadAllText(_folder["v/verification.star"]), Does.Not.Contain("NaN"));
    }

    [Test]
    public void Picks_are_where_the_picker_had_them_and_name_their_rows()
    {
        VerificationOutputs.Write(_folder["v"], VerifiedData.Result);

        IReadOnlyList<MicrographPicks> picks = VerificationFolder.Read(_folder["v"]).Picks();

        Assert.That(picks.Select(one => one.Particles.Count), Is.EqualTo([5, 0, 3]));
        Assert.That(picks[0].Particles[0], Is.EqualTo(new Particle(100.25, 50, 0.9)));
        Assert.That(picks[2].Particles[0].Row, Is.EqualTo(5));
        Assert.That(picks[2].PixelSizeAngstrom, Is.EqualTo(2.0 / 3));
    }

    [Test]
    public void Other_commands_read_the_folder_as_picks()
    {
        VerificationOutputs.Write(_folder["v"], VerifiedData.Result);

        Assert.That(PickReader.Read(_folder["v"]).ParticleCount, Is.EqualTo(8));
    }

    [TestCase("verification.csv", ",unexplained\n", ",foggy\n", "line 5, column reasons: found 'foggy'")]
    [TestCase("verification.csv", ",300,50,", ",301,50,", "line 5, column x: found another pick")]
    [TestCase("verification.csv", ",reasons\n", ",reason\n", "line 1: has no column reasons")]
    [TestCase("verification.star", "Micrographs/c.mrc", "Micrographs/d.mrc", "which micrographs.csv does not list")]
    [TestCase("verification.star", " 0.1 3 ", " 0.1 9 ", "found class 9, expected 0 to 4")]
    [TestCase("micrographs.csv", ",400,300,", ",0,300,", "column width: found '0', expected a whole number of 1")]
    [TestCase("micrographs.csv", "Micrographs/empty.mrc", "Micrographs/c.mrc", "twice")]
    [TestCase("classes.csv", "\n3,", "\n5,", "column class: found '5', expected 3")]
    [TestCase("classes.csv", "\n4,", "\n\n", "expected 11")]
    [TestCase("guard.csv", "\nfeatureless,", "\nfine,", "column verdict: found 'fine', expected one of too-few")]
    [TestCase("guard.csv", ",0.2\n", ",0.2\nnoise,0,0,0,0,0,0\n", "has 2 lines, expected one")]
    [TestCase("fdr.csv", "\n0,5,", "\nx,5,", "column threshold: found 'x', expected a finite number")]
    public void What_is_wrong_is_said_in_one_line(string file, string old, string wrong, string said)
    {
        VerificationOutputs.Write(_folder["v"], VerifiedData.Result);
        string path = _folder[$"v/{file}"];
        string text = File.ReadAllText(path);
        Assert.That(text, Does.Contain(old));
        File.WriteAllText(path, text.Replace(old, wrong, StringComparison.Ordinal));

        InvalidFileException refused = Assert.Throws<InvalidFileException>(
            () => VerificationFolder.Read(_folder["v"]))!;
        Assert.That(refused.Message, Does.StartWith(path).And.Contain(said).And.Not.Contain("\n"));
    }

    [TestCase("micrographs.csv")]
    [TestCase("classes.mrcs")]
    [TestCase("run_it020_model.star")]
    public void A_missing_file_is_named(string file)
    {
        VerificationOutputs.Write(_folder["v"], VerifiedData.Result);
        File.Delete(_folder[$"v/{file}"]);

        Assert.That(
            () => VerificationFolder.Read(_folder["v"]),
            Throws.TypeOf<InvalidFileException>().With.Message.Contains(file));
    }

    [Test]
    public void Another_folder_is_no_verification()
    {
        Assert.That(VerificationFolder.IsOne(_folder.Path), Is.False);
        Assert.That(
            () => VerificationFolder.Read(_folder.Path),
            Throws.TypeOf<InvalidFileException>().With.Message.Contains("has no verification.star"));
    }

    private VerificationResult WriteAndRead(VerificationResult result)
    {
        VerificationOutputs.Write(_folder["v"], result);
        return VerificationFolder.Read(_folder["v"]).Result;
    }

    private static VerifiedClass[] Plain(IEnumerable<VerifiedClass> classes) =>
        [.. classes.Select(one => one with { Average = _none, SignalToNoise = _noRings })];
}

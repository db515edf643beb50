using DeepEM.Cli.Callers;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Callers;

/// <summary>What RELION's External job sends becomes a command line of this program.</summary>
[Category(TestCategory.Smoke)]
public sealed class RelionArgumentsTests
{
    [TestCase(
        "--o External/job012/ --in_mics CtfFind/job003/micrographs_ctf.star --diameter 180 --j 4",
        "pick CtfFind/job003/micrographs_ctf.star --out External/job012/ --relion-job --threads 4 --diameter 180")]
    [TestCase(
        "--o A/ --in_mics m.star --strict --j 1 --max-per-micrograph 50 --pipeline_control A/",
        "pick m.star --out A/ --relion-job --threads 1 --strict --max-per-micrograph 50")]
    [TestCase("--o A/ --help", "pick --help")]
    public void A_picking(string sent, string expected)
    {
        var arguments = RelionArguments.ForPicking(sent.Split(' '));

        Assert.That(arguments.Mistake, Is.Null);
        Assert.That(string.Join(' ', arguments.Words), Is.EqualTo(expected));
    }

    [TestCase(
        "--o A/ --in_mics m.star --in_coords ManualPick/job005/manualpick.star --diameter 180 --j 4",
        "train m.star --out A/model.deepem --picks ManualPick/job005/manualpick.star --relion-job --threads 4 "
        + "--diameter 180")]
    [TestCase(
        "--o A/ --in_mics m.star --in_parts Select/job009/particles.star --diameter 180 --j 1",
        "train m.star --out A/model.deepem --picks Select/job009/particles.star --relion-job --threads 1 "
        + "--diameter 180")]
    [TestCase(
        "--o A/ --in_mics m.star --diameter 180 --j 1",
        "train m.star --out A/model.deepem --relion-job --threads 1 --diameter 180")]
    public void A_training(string sent, string expected)
    {
        var arguments = RelionArguments.ForTraining(sent.Split(' '));

        Assert.That(arguments.Mistake, Is.Null);
        Assert.That(string.Join(' ', arguments.Words), Is.EqualTo(expected));
    }

    [TestCase("--o A/ --diameter 9 --j 1", "--in_mics is missing, expected RELION's field Input micrographs")]
    [TestCase("--in_mics m.star", "--o is missing, expected the job's folder, which RELION names")]
    [TestCase("--o A/ --in_mics", "--in_mics has no value")]
    [TestCase("--o A/ --in_mics m --in_mask k.mrc", "--in_mask is given, which a picker has no use for")]
    [TestCase("--o A/ --in_mics m --in_parts p --in_coords c", "--in_coords and --in_parts are both given, expected "
        + "one of them")]
    public void What_cannot_be_is_said(string sent, string mistake)
    {
        Assert.That(RelionArguments.ForTraining(sent.Split(' ')).Mistake, Is.EqualTo(mistake));
    }

    [Test]
    public void A_picking_has_no_use_for_coordinates()
    {
        var arguments = RelionArguments.ForPicking("--o A/ --in_mics m --in_coords c".Split(' '));

        Assert.That(arguments.Mistake, Does.Contain("deepem-relion-train"));
        Assert.That(arguments.Folder, Is.EqualTo("A/"));
    }
}

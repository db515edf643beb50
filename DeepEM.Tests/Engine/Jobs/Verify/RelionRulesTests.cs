using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Star;
using DeepEM.Engine.Jobs.Verify;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Verify;

/// <summary>What RELION asks of the files of a 2D classification, held without RELION.</summary>
public sealed class RelionRulesTests
{
    private ScratchFolder _folder = null!;

    [SetUp]
    public void Write_a_verification()
    {
        _folder = new ScratchFolder();
        VerificationOutputs.Write(_folder["v"], VerifiedData.Result);
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void Classes_of_two_dimensions_have_offsets_or_RELION_refuses_them()
    {
        StarFile model = StarReader.Read(_folder["v/run_it020_model.star"]);
        StarTable classes = model.Find("model_classes")!;

        Assert.That(model.Find("model_general")!.WholeNumber(0, "_rlnReferenceDimensionality"), Is.EqualTo(2));
        Assert.That(model.Find("model_general")!.WholeNumber(0, "_rlnNrClasses"), Is.EqualTo(classes.RowCount));
        Assert.That(classes.Number(3, "_rlnClassPriorOffsetX"), Is.Zero);
        Assert.That(classes.Number(3, "_rlnClassPriorOffsetY"), Is.Zero);
        Assert.That(
            Enumerable.Range(1, 4).Select(number => model.Find($"model_class_{number}")!.RowCount),
            Is.All.EqualTo((VerifiedData.Side / 2) + 1));
    }

    [Test]
    public void Images_of_classes_are_sections_from_1_of_a_stack_that_is_there()
    {
        StarTable classes = StarReader.Read(_folder["v/run_it020_model.star"]).Find("model_classes")!;
        string[] image = classes.Text(2, "_rlnReferenceImage").Split('@');

        Assert.That(image[0], Is.EqualTo("000003"));
        Assert.That(image[1], Does.Exist);
    }

    [Test]
    public void A_selection_has_a_row_for_each_class_or_RELION_passes_it_over()
    {
        StarTable selection = StarReader.Read(_folder["v/backup_selection.star"]).Tables.Single();

        Assert.That(
            Enumerable.Range(0, selection.RowCount).Select(row => selection.WholeNumber(row, "_rlnSelected")),
            Is.EqualTo([1, 1, 0, 0]));
    }

    [Test]
    public void The_optimiser_names_files_that_are_there_and_the_data_as_RELION_derives_it_from_the_model()
    {
        StarTable general = StarReader.Read(_folder["v/run_it020_optimiser.star"]).Find("optimiser_general")!;
        string model = general.Text(0, "_rlnModelStarFile");
        string data = general.Text(0, "_rlnExperimentalDataStarFile");

        Assert.That(model, Does.Exist);
        Assert.That(data, Does.Exist);
        Assert.That(data, Is.EqualTo(model.Replace("_model", "_data", StringComparison.Ordinal)));
        Assert.That(File.ReadAllBytes(data), Is.EqualTo(File.ReadAllBytes(_folder["v/verification.star"])));
    }

    [Test]
    public void Voltage_and_aberration_are_those_of_the_picks_where_they_have_them()
    {
        string path = _folder.Write(
            "picks/particles.star",
            "data_optics\n\nloop_\n_rlnOpticsGroupName\n_rlnOpticsGroup\n_rlnMicrographPixelSize\n_rlnVoltage\n"
            + "_rlnSphericalAberration\n_rlnAmplitudeContrast\nmine 7 0.6666666666666666 200 1.4 0.07\n\n"
            + "data_particles\n\nloop_\n_rlnCoordinateX\n_rlnCoordinateY\n_rlnMicrographName\n_rlnOpticsGroup\n"
            + "20 50 Micrographs/c.mrc 7\n");
        PickSet picks = PickReader.Read(path, keepsTables: true);

        VerificationOutputs.Write(_folder["v"], VerifiedData.Result, picks.Micrographs);

        StarTable optics = StarReader.Read(_folder["v/verification.star"]).Find("optics")!;
        string[] columns = ["_rlnVoltage", "_rlnSphericalAberration", "_rlnAmplitudeContrast"];
        Assert.That(columns.Select(column => optics.Number(0, column)), Is.EqualTo([300, 2.7, 0.1]));
        Assert.That(columns.Select(column => optics.Number(1, column)), Is.EqualTo([200, 1.4, 0.07]));
        Assert.That(optics.RowCount, Is.EqualTo(2));
    }
}

using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.CryoSparc;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.NumPy;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Coordinates.CryoSparc;

/// <summary>The micrographs of a cryoSPARC project, read, and picks written for them.</summary>
public sealed class CryoSparcExposuresTests
{
    // More than a double can hold.
    private const ulong Large = 17_646_539_750_839_992_625;

    [Test]
    public void Numbers_paths_sizes_and_pixel_sizes_are_read_exactly()
    {
        CryoSparcExposure exposure = CryoSparcExposures.Parse("J12_exposures.cs", ExposureBytes.File(
            (Large, ">J1/imported/017646539750839992624_mic_DW.mrc", 3, 70, 90, 1.07f))).Single();

        Assert.That(exposure, Is.EqualTo(new CryoSparcExposure(
            Large, ">J1/imported/017646539750839992624_mic_DW.mrc", 3, new MicrographSize(90, 70), 1.07f)));
        Assert.That(exposure.Name, Is.EqualTo("J1/imported/017646539750839992624_mic_DW.mrc"));
    }

    [TestCase("", 70, 1f, "expected the path of a micrograph")]
    [TestCase("a.mrc", 0, 1f, "field micrograph_blob/shape: found an extent of 0")]
    [TestCase("a.mrc", 70, 0f, "field micrograph_blob/psize_A: found 0")]
    public void A_wrong_value_is_refused_with_its_field(string path, int rows, float pixelSize, string expected) =>
        Assert.That(
            () => CryoSparcExposures.Parse("e.cs", ExposureBytes.File((1, path, 1, rows, 90, pixelSize))),
            Throws.TypeOf<InvalidFileException>().With.Message.Contains(expected));

    [Test]
    public void Picks_and_empty_files_and_names_twice_are_refused()
    {
        byte[] picks = CsBytes.File(CsBytes.Header(), CsBytes.Row("m.mrc", 10, 10, 0.5f, 0.5f, 1));

        Assert.That(
            () => CryoSparcExposures.Parse("p.cs", picks),
            Throws.TypeOf<InvalidFileException>().With.Message.Contains("expected exposures"));
        Assert.That(
            () => CryoSparcExposures.Parse("e.cs", ExposureBytes.File()),
            Throws.TypeOf<InvalidFileException>().With.Message.Contains("no exposure"));
        Assert.That(
            () => CryoSparcExposures.Parse(
                "e.cs", ExposureBytes.File((1, "a.mrc", 1, 9, 9, 1), (2, ">a.mrc", 1, 9, 9, 1))),
            Throws.TypeOf<InvalidFileException>().With.Message.Contains("each once"));
    }

    [Test]
    public void Picks_for_a_project_have_all_its_fields_and_read_back()
    {
        CryoSparcExposure exposure = new(Large, ">J1/mic.mrc", 3, new MicrographSize(90, 70), 1.07f);
        MicrographPicks picks = new("J1/mic.mrc", "x", [new Particle(44.5, 17.5, 0.75), new Particle(0, 69, 0.5)]);
        using MemoryStream stream = new();

        CryoSparcWriter.Write(
            stream, [picks], new Dictionary<string, CryoSparcExposure> { ["J1/mic.mrc"] = exposure });

        byte[] bytes = stream.ToArray();
        var table = NumPyTable.Parse("p.cs", bytes);
        Assert.That(table.FieldNames, Is.EqualTo([
            "uid", "location/micrograph_uid", "location/exp_group_id", "location/micrograph_path",
            "location/micrograph_shape", "location/center_x_frac", "location/center_y_frac", "pick_stats/ncc_score",
            "location/micrograph_psize_A", "pick_stats/power", "pick_stats/template_idx",
        ]));
        Assert.That(
            table.FieldNames.Select(name => Field(table, name)),
            Is.EqualTo(["<u8", "<u8", "<u4", "|S11", "<u4 x 2", "<f4", "<f4", "<f4", "<f4", "<f4", "<u4"]));
        Assert.That(table.WholeNumber(1, table.Numbers("location/micrograph_uid")), Is.EqualTo(Large));
        Assert.That(table.Number(0, table.Numbers("location/exp_group_id")), Is.EqualTo(3));
        Assert.That(table.Text(0, table.Texts("location/micrograph_path")), Is.EqualTo(">J1/mic.mrc"));
        Assert.That(table.Number(0, table.Numbers("location/micrograph_shape", 2)), Is.EqualTo(70), "rows first");
        Assert.That(table.Number(1, table.Numbers("pick_stats/power")), Is.EqualTo(0.5));
        Assert.That(table.Number(1, table.Numbers("pick_stats/template_idx")), Is.Zero);

        MicrographPicks read = CryoSparcReader.Parse("p.cs", bytes, []).Micrographs.Single();
        Assert.That(read.Size, Is.EqualTo(exposure.Size));
        Assert.That(read.Particles.Select(one => one.X), Is.EqualTo([44.5, 0]).Within(1e-4));
        Assert.That(read.Particles.Select(one => one.Y), Is.EqualTo([17.5, 69]).Within(1e-4));
    }

    private static string Field(NumPyTable table, string name)
    {
        NumPyField field = name.EndsWith("path", StringComparison.Ordinal) ? table.Texts(name)
            : table.Numbers(name, name.EndsWith("shape", StringComparison.Ordinal) ? 2 : 1);
        return field.Count == 1 ? field.Type : $"{field.Type} x {field.Count}";
    }
}

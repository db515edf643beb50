using System.Text.Json.Serialization.Metadata;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Jobs.Pick;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Masks;
using DeepEM.Engine.Picking;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Pick;

/// <summary>What the compiler writes ahead gives the bytes of what is found out while the program runs.</summary>
public sealed class PickingJsonTests
{
    private static readonly string[] _words = ["pick", "a\"b", "ö"];

    [Test]
    public void A_record_is_the_same_bytes_either_way()
    {
        using ScratchFolder folder = new();
        RunRecord record = RunRecord.Of(_words, "CPU", new Dictionary<string, object?>
        {
            ["Run"] = new PickingRunSettings("out", 0.5, null, 3, Strict: true)
            {
                Deviation = new DeviationRange(0.1, double.NaN),
                Contrast = ParticleContrast.Bright,
                Reading = new MicrographReading { Slice = 2, Rows = RowOrder.Reversed },
            },
            ["Picking"] = PickingSettings.Default,
            ["Mask"] = MaskLimits.Default,
            ["Preset"] = ParticleContrast.Dark,
            ["Texts"] = _words,
            ["Real"] = double.PositiveInfinity,
            ["Whole"] = 5,
            ["Long"] = 5L,
            ["Flag"] = true,
            ["Nothing"] = null,
        });

        record.Write(folder["slow.json"]);
        record.Write(folder["fast.json"], PickingJson.Default);

        Assert.That(File.ReadAllText(folder["fast.json"]), Is.EqualTo(File.ReadAllText(folder["slow.json"])));
        Assert.That(File.ReadAllText(folder["fast.json"]), Does.Contain("\"Contrast\": \"Bright\""));
    }

    [Test]
    public void Settings_are_known_ahead() =>
        Assert.That(
            ((IJsonTypeInfoResolver)PickingJson.Default).GetTypeInfo(typeof(PickingRunSettings), new()), Is.Not.Null);
}

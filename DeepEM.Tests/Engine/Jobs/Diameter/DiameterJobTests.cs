using System.Text.Json;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Diameter;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Simulation;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;
using SkiaSharp;

namespace DeepEM.Tests.Engine.Jobs.Diameter;

[TestFixture]
public sealed class DiameterJobTests
{
    private const double DiameterAngstrom = 170;

    private ScratchFolder _folder = null!;
    private string _out = null!;
    private DiameterReport _report = null!;

    [OneTimeSetUp]
    public void Search_two_micrographs_and_one_that_is_none()
    {
        _folder = new ScratchFolder();
        _out = _folder["found"];
        new DataSetSimulator(
            new SimulationSettings
            {
                Height = 800,
                Width = 860,
                PixelSizeAngstrom = 4,
                SignalToNoise = 0.2,
                Particle = new ParticleModelSettings { DiameterAngstrom = DiameterAngstrom },
            },
            seed: 31,
            threads: 2).Write(_folder["mics"], 2);
        _folder.Write("mics/mic_001b.mrc", "no micrograph");
        _report = Run("mics", new DiameterSettings(_out));
    }

    [OneTimeTearDown]
    public void Remove_folder() => _folder.Dispose();

    [Test]
    public void The_diameter_is_right_within_15_percent()
    {
        Assert.That(_report.Micrographs, Is.EqualTo(2));
        Assert.That(
            _report.Estimate.Measured!.DiameterAngstrom, Is.EqualTo(DiameterAngstrom).Within(0.15 * DiameterAngstrom));
        Assert.That(_report.Estimate.Best!.IsInverted, Is.False);
        Assert.That(_report.Warnings, Is.Empty);
    }

    [Test]
    public void A_micrograph_that_cannot_be_read_is_reported_and_the_others_are_looked_at()
    {
        Assert.That(_report.Failures.Single().ToString(), Does.Contain("mic_001b.mrc"));
    }

    [Test]
    public void The_picture_and_the_record_are_written_and_named()
    {
        string picture = Path.Combine(_out, DiameterJob.PictureFile);
        string record = Path.Combine(_out, DiameterJob.RecordFile);
        Assert.That(_report.Files, Is.EqualTo((string[])[picture, record]));
        Assert.That(Directory.GetFiles(_out), Is.EquivalentTo(_report.Files));

        using SKBitmap drawn = SKBitmap.Decode(picture);
        Assert.That(drawn.Pixels.Distinct().Count(), Is.GreaterThan(100), "a micrograph has many grey levels");
        Assert.That(drawn.Pixels.Count(IsColoured), Is.GreaterThan(500), "rings are coloured");

        using var text = JsonDocument.Parse(File.ReadAllBytes(record));
        JsonElement settings = text.RootElement.GetProperty("Settings");
        Assert.That(
            settings.GetProperty("DiameterAngstrom").GetDouble(),
            Is.EqualTo(_report.Estimate.Measured!.DiameterAngstrom).Within(1e-6));
        Assert.That(settings.GetProperty("Micrographs").GetArrayLength(), Is.EqualTo(2));
        Assert.That(settings.GetProperty("Trials").GetArrayLength(), Is.EqualTo(_report.Estimate.Trials.Count));
    }

    [Test]
    public void What_is_there_is_replaced_when_that_is_asked_for_alone()
    {
        Assert.That(
            () => Run("mics", new DiameterSettings(_out)),
            Throws.TypeOf<SettingsException>().With.Property("Code").EqualTo(NoticeCode.OutputExists));
        string mine = _folder.Write("other/diameter.json", "mine");
        Run("mics", new DiameterSettings(_folder["other"]) { Micrographs = 1, Overwrite = true });
        Assert.That(File.ReadAllText(mine), Does.StartWith("{"));
    }

    [Test]
    public void Where_no_micrograph_can_be_read_the_first_that_cannot_is_named()
    {
        _folder.Write("bad/mic.mrc", "no micrograph");

        Assert.That(
            () => Run("bad", new DiameterSettings(_folder["none"])),
            Throws.TypeOf<InvalidFileException>().With.Message.Contain("mic.mrc"));
        Assert.That(_folder["none"], Does.Not.Exist);
    }

    private DiameterReport Run(string micrographs, DiameterSettings settings)
    {
        using var backend = new SimdBackend(2);
        var sequence = MicrographSequence.Of(
            MicrographList.Expand([Path.Combine(_folder[micrographs], "*.mrc")], TextReader.Null));
        return DiameterJob.Run(backend, sequence, settings);
    }

    private static bool IsColoured(SKColor colour) =>
        Math.Abs(colour.Red - colour.Green) > 40 || Math.Abs(colour.Green - colour.Blue) > 40;
}

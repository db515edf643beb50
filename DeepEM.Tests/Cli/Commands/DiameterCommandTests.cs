using System.Globalization;
using System.Text.RegularExpressions;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Engine.Simulation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Cli.Commands;

/// <summary>deepem diameter: what it prints and how it ends.</summary>
public sealed class DiameterCommandTests
{
    private const double PixelSize = 4;
    private const double Diameter = 160;

    private static readonly Lazy<float[]> _simulated = new(() => new DataSetSimulator(
        new SimulationSettings
        {
            Height = 720,
            Width = 720,
            PixelSizeAngstrom = PixelSize,
            SignalToNoise = 0.5,
            Particle = new ParticleModelSettings { DiameterAngstrom = Diameter },
        },
        seed: 32,
        threads: 2).Simulate(0).Pixels);

    private ScratchFolder _folder = null!;

    [SetUp]
    public void Create_folder()
    {
        _folder = new ScratchFolder();
        Directory.CreateDirectory(_folder["my grid"]);
    }

    [TearDown]
    public void Remove_folder() => _folder.Dispose();

    [TestCase(false)]
    [TestCase(true)]
    public void The_command_to_go_on_with_is_printed_and_picks(bool isBright)
    {
        Write("mic.mrc", [.. _simulated.Value.Select(level => isBright ? -level : level)]);

        CommandRun run = Search();

        Assert.That(run.Code, Is.EqualTo(ExitCode.Success), run.Error);
        Match said = Regex.Match(run.Output, "Go on with: deepem pick '(.*)' --diameter ([0-9]+)(.*) --out DIR\n");
        Assert.That(said.Success, run.Output);
        Assert.That(said.Groups[1].Value, Is.EqualTo(_folder["my grid"]));
        Assert.That(said.Groups[3].Value, Is.EqualTo(isBright ? " --contrast bright" : string.Empty));
        double found = double.Parse(said.Groups[2].Value, CultureInfo.InvariantCulture);
        Assert.That(found, Is.EqualTo(Diameter).Within(0.15 * Diameter));
        Assert.That(run.Output, Does.StartWith(FormattableString.Invariant($"Diameter {found} A, ±")));
        Assert.That(run.Output, Does.Contain($"Wrote {_folder["found/diameter.png"]}, "));

        string[] contrast = isBright ? ["--contrast", "bright"] : [];
        CommandRun picking = CommandRun.Of(
        [
            "pick", said.Groups[1].Value, "--diameter", said.Groups[2].Value, .. contrast, "--out", _folder["picks"],
            "--pictures", "0", "--device", "cpu",
        ]);
        Assert.That(picking.Code, Is.EqualTo(ExitCode.Success), picking.Error);
        Assert.That(picking.Output, Does.Match("^Picked [1-9][0-9]+ particles on 1 micrograph"));
    }

    [Test]
    public void A_micrograph_that_cannot_be_read_is_reported_and_the_exit_code_says_so()
    {
        Write("mic.mrc", _simulated.Value);
        _folder.Write("my grid/torn.mrc", "no micrograph");

        CommandRun run = Search();

        Assert.That(run.Code, Is.EqualTo(ExitCode.PartialFailure));
        Assert.That(run.Error, Does.Contain("torn.mrc"));
        Assert.That(run.Output, Does.Contain(" on 1 micrograph,").And.Contain("Go on with: deepem pick "));
    }

    [Test]
    public void Where_nothing_is_recognised_no_diameter_is_printed_but_what_to_try()
    {
        Write("mic.mrc", new float[720 * 720]);

        CommandRun run = Search();

        Assert.That(run.Code, Is.EqualTo(ExitCode.Failure));
        Assert.That(run.Output, Does.StartWith("No particles were recognised at any diameter on 1 micrograph"));
        Assert.That(run.Output, Does.Contain("\nTry: more --micrographs").And.Not.Contain("Go on with"));
        Assert.That(_folder["found/diameter.json"], Does.Exist);
        Assert.That(_folder["found/diameter.png"], Does.Not.Exist);
    }

    private void Write(string name, float[] pixels) =>
        MrcWriter.Write(Path.Combine(_folder["my grid"], name), pixels, 720, 720, PixelSize);

    private CommandRun Search() => CommandRun.Of(
        "diameter", _folder["my grid"], "--out", _folder["found"], "--device", "cpu", "--threads", "2");
}

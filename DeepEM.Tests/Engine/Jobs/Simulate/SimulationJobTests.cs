using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Jobs.Simulate;
using DeepEM.Engine.Simulation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Simulate;

[TestFixture]
public sealed class SimulationJobTests
{
    [Test]
    public void Micrographs_and_settings_are_written()
    {
        using var folder = new ScratchFolder();

        IReadOnlyList<SimulatedFile> files = SimulationJob.Run(
            folder["new"], new SimulationJobSettings(SmallData.Simulation, Count: 1, Seed: 2, Threads: 2));

        Assert.That(files, Has.Count.EqualTo(1));
        Assert.That(
            (string[])[folder["new/mic_000.mrc"], folder["new/simulation.json"], folder["new/settings.json"]],
            Has.All.Exist);
    }

    [Test]
    public void A_particle_larger_than_a_micrograph_is_refused_before_anything_is_made()
    {
        using var folder = new ScratchFolder();
        SimulationSettings small = SmallData.Simulation with { Height = 32, Width = 32 };

        Assert.That(
            () => SimulationJob.Run(folder["new"], new SimulationJobSettings(small, 1, 2, 2)),
            Throws.TypeOf<SettingsException>().With.Property("Code").EqualTo(NoticeCode.SettingsConflict));
        Assert.That(folder.Names(), Is.Empty);
    }
}

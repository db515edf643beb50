using DeepEM.Engine.Jobs.Bench;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Bench;

[TestFixture]
public sealed class ScalingOutputsTests
{
    [Test]
    public void Points_become_a_table_and_a_picture()
    {
        using var folder = new ScratchFolder();
        ScalingPoint[] points =
        [
            new(ScalingAxis.Side, 1024, 0.0125), new(ScalingAxis.Side, 2048, 0.05),
            new(ScalingAxis.Diameter, 35, 0.3), new(ScalingAxis.Diameter, 70, 0.08),
            new(ScalingAxis.Micrographs, 1, 0.06), new(ScalingAxis.Micrographs, 16, 0.8),
        ];

        ScalingOutputs.Write(folder["out"], points);

        Assert.That(
            File.ReadAllText(Path.Combine(folder["out"], "scaling.csv")),
            Is.EqualTo(
                "axis,value,seconds\nSide,1024,0.012500\nSide,2048,0.050000\nDiameter,35,0.300000\n"
                + "Diameter,70,0.080000\nMicrographs,1,0.060000\nMicrographs,16,0.800000\n"));
        Assert.That(File.ReadAllBytes(Path.Combine(folder["out"], "scaling.png")), Has.Length.GreaterThan(10_000));
    }
}

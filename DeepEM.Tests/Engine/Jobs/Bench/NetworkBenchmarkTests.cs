using System.Text.Json;
using DeepEM.Engine.Jobs.Bench;
using DeepEM.Kernels.Backends;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Jobs.Bench;

public sealed class NetworkBenchmarkTests
{
    [Test]
    public void Every_network_gives_every_figure_once_and_positive()
    {
        using var backend = new SimdBackend(2);
        NetworkBenchmarkSettings settings = NetworkBenchmarkSettings.Default with
        {
            Seconds = 0,
            TrainingBatch = 2,
            InferenceBatch = 2,
            ImageSide = 184,
        };

        // Stride 1 is left out: its tiles of 128 windows cost seconds on B.
        BenchmarkFigure[] figures =
        [
            .. settings.Networks.SelectMany(name => NetworkBenchmark
                .Run(backend, settings with { Networks = [name] }, CancellationToken.None)
                .TakeWhile(figure => !figure.Key.Contains("dense1", StringComparison.Ordinal))),
        ];

        string[] keys = ["train.patches_per_s", "infer.patches_per_s", "dense4.ms", "dense4.inside_ms"];
        Assert.That(
            figures.Select(figure => figure.Key),
            Is.EqualTo(settings.Networks.SelectMany(name => keys.Select(key => $"{name}.{key}"))));
        Assert.That(figures.Select(figure => figure.Value), Is.All.Positive);
        Assert.That(figures.Select(figure => figure.Value), Is.All.LessThan(1e6));
    }

    [Test]
    public void Figures_are_written_as_one_flat_object()
    {
        using MemoryStream stream = new();

        BenchmarkFigure.WriteJson([new BenchmarkFigure("A.dense1.ms", 12.5)], "AVX-512", 2, stream);

        stream.Position = 0;
        using JsonDocument document = JsonDocument.Parse(stream);
        Assert.That(document.RootElement.GetProperty("A.dense1.ms").GetDouble(), Is.EqualTo(12.5));
        Assert.That(document.RootElement.GetProperty("device").GetString(), Is.EqualTo("AVX-512"));
        Assert.That(document.RootElement.GetProperty("threads").GetInt32(), Is.EqualTo(2));
        Assert.That(document.RootElement.GetProperty("version").GetString(), Is.Not.Empty);
    }
}

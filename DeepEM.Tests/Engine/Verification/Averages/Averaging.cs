using DeepEM.Engine.Verification.Averages;
using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Backends;

namespace DeepEM.Tests.Engine.Verification.Averages;

/// <summary>Crops whitened by white noise of spread 1, with what is needed to sort them.</summary>
internal sealed class Averaging : IDisposable
{
    private readonly SimdBackend? _own;

    /// <summary>Prepares.</summary>
    public Averaging(ParticleCrops crops, SimdBackend? backend = null, int noiseCrops = 200)
    {
        _own = backend is null ? new SimdBackend(2) : null;
        Backend = backend ?? _own!;
        Crops = crops;
        Basis = new PolarBasis(
            AverageSettings.BoxSide, Settings.MaskRadius, AverageSettings.Rings, AverageSettings.Rotations);
        ParticleCrops noise = PlantedCrops.Of(PlantedCrops.Draw(noiseCrops, 4711, 0).Cells);
        Gains = RingNoise.Of(Backend, Basis, noise, noise).Gains(Basis);
        Expander = new CropExpander(Backend, Basis, crops, new CropGains(Gains, crops));
    }

    /// <summary>The settings.</summary>
    public static AverageSettings Settings { get; } = new(PlantedCrops.Diameter);

    public SimdBackend Backend { get; }

    public ParticleCrops Crops { get; }

    public PolarBasis Basis { get; }

    public float[] Gains { get; }

    public CropExpander Expander { get; }

    /// <summary>Makes classes of all crops.</summary>
    public ClassModel Run(int classes, long seed = 1) => new ClassAveraging(Expander, Settings).Run(
        [.. Enumerable.Range(0, Crops.Count)], classes, seed, static () => { }, CancellationToken.None);

    /// <summary>The whitened coefficients of an image without noise.</summary>
    public float[] Whitened(float[] cell) => Coefficients(cell, new CropGains(Gains));

    /// <summary>The coefficients of an image.</summary>
    public float[] Plain(float[] cell) =>
        Coefficients(cell, new CropGains([.. Enumerable.Repeat(1f, Basis.Rings + 1)]));

    /// <summary>A whitened average of a model.</summary>
    public float[] Average(ClassModel model, int number) =>
        ClassUpdate.Averages(Basis, model.Sums)[(number * 2 * Basis.Length)..((number + 1) * 2 * Basis.Length)];

    public void Dispose()
    {
        Expander.Dispose();
        _own?.Dispose();
    }

    private float[] Coefficients(float[] cell, CropGains gains)
    {
        using var expander = new CropExpander(Backend, Basis, PlantedCrops.Of([cell]), gains);
        return expander.Expand([0], [(0, 0)]);
    }
}

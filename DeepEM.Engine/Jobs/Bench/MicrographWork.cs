using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Coordinates.Relion;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Micrographs.Mrc;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking;
using DeepEM.Engine.Picking.Published;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>A whole micrograph from its file to the file of its picks, with the automatic network.</summary>
/// <remarks>
/// Noise in float32 pixels, binned four times; random parameters. The file has just been written, so it is read from
/// the page cache.
/// </remarks>
public sealed class MicrographWork : BenchmarkWork
{
    private const double PixelSizeAngstrom = 1;
    private const int Binning = 4;

    // As many as a well filled micrograph has. Random parameters give all of noise nearly the same score, so the bias
    // of the output is set to let the best places through.
    private const int LikelyPicks = 400;

    private readonly TemporaryFolder _folder = new();
    private readonly string _micrograph;
    private readonly string _star;
    private readonly ModelPicker _picker;
    private readonly BinnedReader _reader;
    private float[]? _pixels;

    /// <summary>Writes the micrograph and makes the work ready.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="side">Side of the micrograph, pixels.</param>
    /// <exception cref="IOException">The temporary folder could not be written.</exception>
    public MicrographWork(IComputeBackend backend, int side)
        : base(new WorkCost(0, sizeof(float) * (double)side * side))
    {
        ArgumentNullException.ThrowIfNull(backend);
        _micrograph = _folder["noise.mrc"];
        _star = _folder["noise.star"];
        float[] pixels = SeededNumbers.Uniform((long)side * side, -1.7, 1.7, new RandomSource(5));
        MrcWriter.Write(_micrograph, pixels, side, side, PixelSizeAngstrom);
        _picker = new ModelPicker(
            backend, Model(Bias(backend)), BinningSteps.For(Binning), PickingSettings.Default);
        _reader = new BinnedReader(backend);
    }

    /// <summary>Picks of the last <see cref="Run"/>.</summary>
    public int Picks { get; private set; }

    /// <inheritdoc/>
    public override void Run()
    {
        IReadOnlyList<Particle> particles = Pick();
        PickStarWriter.Write(_star, particles);
        Picks = particles.Count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _picker.Dispose();
        _reader.Dispose();
        _folder.Dispose();
    }

    // As a run of the program reads it.
    private IReadOnlyList<Particle> Pick()
    {
        using var file = MicrographFile.Open(_micrograph);
        BinnedMicrograph read = _reader.Read(file, Binning, _pixels);
        _pixels = read.Pixels;
        return _picker.Pick(read).Particles;
    }

    private float Bias(IComputeBackend backend)
    {
        PickingSettings settings = PickingSettings.Default;
        using var all = new ModelPicker(
            backend, Model(bias: 0), BinningSteps.For(Binning), settings with { Floor = 1e-9 });
        double[] figures =
        [
            .. all.Pick(BinnedMicrograph.Of(MicrographReader.Read(_micrograph))).Particles
                .Select(particle => particle.FigureOfMerit)
                .OrderDescending(),
        ];
        double last = figures[Math.Min(LikelyPicks, figures.Length - 1)];
        return (float)(Sigmoid.Inverse(settings.Floor) - Sigmoid.Inverse(last));
    }

    private static PickingModel Model(float bias)
    {
        NetworkDescription network = NetworkPresets.ForDiameter(NetworkPresets.BinnedDiameter);
        float[] parameters = SeededNumbers.Parameters(network);
        parameters[^1] = bias;
        return new PickingModel
        {
            Network = network,
            Parameters = parameters,
            Preset = NetworkPreset.Auto,
            PixelSizeAngstrom = PixelSizeAngstrom,
            DiameterAngstrom = NetworkPresets.BinnedDiameter * Binning * PixelSizeAngstrom,
            Binning = Binning,
            Threshold = 0.5,
            EdgeMarginAngstrom = 0,
        };
    }
}

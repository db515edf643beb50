using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking.Published;

/// <summary>The published way of picking: a raster scan of single windows, each scored at four turns.</summary>
/// <remarks>
/// Zhu, Ouyang, Mao (2017), "Particle picking". Windows begin every step, and the last ones at the right and bottom
/// edge, where the original lost up to a step. Windows whose standard deviation lies outside the model's limits are
/// not scored.
/// </remarks>
public sealed class PublishedPicker : IMicrographPicker
{
    private readonly IComputeBackend _backend;
    private readonly PickingModel _model;
    private readonly PickingSettings _settings;
    private readonly WindowScorer _scorer;

    /// <summary>Uploads the network at four turns.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="model">A model of a published preset.</param>
    /// <param name="settings">How places become picks.</param>
    public PublishedPicker(IComputeBackend backend, PickingModel model, PickingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(settings);
        _backend = backend;
        _model = model;
        _settings = settings;
        _scorer = new WindowScorer(backend, model.Network, model.Parameters.Span);
    }

    /// <inheritdoc/>
    public NoiseScores? Noise => null;

    /// <inheritdoc/>
    public IReadOnlyList<double> MaskedMerits => [];

    /// <inheritdoc/>
    public Notice? Notice => null;

    /// <inheritdoc/>
    public IReadOnlyList<Particle> Pick(PreparedMicrograph image)
    {
        ArgumentNullException.ThrowIfNull(image);
        int box = _model.Network.InputSide;
        ModelPicker.RequireWindow(image.Name, image.Height, image.Width, box);
        var scanned = new ScannedMicrograph(_backend, image, box);
        (int X, int Y)[] places = Eligible(scanned, box);
        double[] scores = _scorer.Score(scanned, places);
        IReadOnlyList<ScanWindow> chosen = TwoPassMaximum.Select(
            [.. places.Select((p, n) => new ScanWindow(p.X, p.Y, scores[n])).Where(w => w.Score > _settings.Floor)],
            (int)Math.Round(TwoPassMaximum.FirstRange * box),
            (int)Math.Round(TwoPassMaximum.SecondRange * box));
        double toCentre = (box - 1) / 2.0;
        double margin = _model.EdgeMarginAngstrom / _model.PixelSizeAngstrom;
        return [.. chosen
            .Select(w => new Particle(w.X + toCentre, w.Y + toCentre, w.Score))
            .Where(p => EdgeRule.Keeps(p, image.Height, image.Width, margin) && image.Mask?.Covers(p) != true)];
    }

    /// <inheritdoc/>
    public void Dispose() => _scorer.Dispose();

    /// <summary>Where windows begin along a side: every step, and at the end.</summary>
    /// <param name="side">Side of the micrograph.</param>
    /// <param name="box">Side of the window.</param>
    /// <param name="step">Distance of neighbouring windows.</param>
    /// <returns>First pixels, ascending.</returns>
    internal static IReadOnlyList<int> Starts(int side, int box, int step)
    {
        var starts = new List<int>();
        for (int start = 0; start <= side - box; start += step)
        {
            starts.Add(start);
        }

        if (starts[^1] != side - box)
        {
            starts.Add(side - box);
        }

        return starts;
    }

    private (int X, int Y)[] Eligible(ScannedMicrograph micrograph, int box)
    {
        var eligible = new List<(int X, int Y)>();
        foreach (int y in Starts(micrograph.Height, box, _settings.ScanStep))
        {
            foreach (int x in Starts(micrograph.Width, box, _settings.ScanStep))
            {
                float deviation = micrograph.Deviation(x, y);
                if (_model.Deviation is not { } range || (deviation > range.Low && deviation < range.High))
                {
                    eligible.Add((x, y));
                }
            }
        }

        return [.. eligible];
    }
}

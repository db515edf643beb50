using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Learning.Models;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs;
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
    private readonly MicrographInspector _inspector;

    /// <summary>Makes ready to pick.</summary>
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

        // The network takes raw pixels; where not to pick is found on the binned micrograph all the same.
        double diameter = model.DiameterAngstrom / model.PixelSizeAngstrom;
        int binning = NetworkPresets.BinningFor(diameter);
        _inspector = new MicrographInspector(backend, model, binning, diameter / binning, settings);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Particle> Pick(Micrograph micrograph) => Pick(micrograph, given: null).Particles;

    /// <inheritdoc/>
    public PickedMicrograph Pick(Micrograph micrograph, MicrographMask? given)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        int box = _model.Network.InputSide;
        if (Math.Min(micrograph.Height, micrograph.Width) < box)
        {
            throw new InvalidFileException(
                micrograph.Path,
                $"{micrograph.Width}×{micrograph.Height} px is smaller than the {box} px box of the model");
        }

        MicrographMask? mask = given;
        bool isInverted = _inspector.InvertsAll;
        if (_inspector.IsNeeded)
        {
            (PreparedMicrograph image, isInverted) = _inspector.Prepare(micrograph, given);
            mask = image.Mask;
        }

        Micrograph seen = isInverted
            ? micrograph with { Pixels = Array.ConvertAll(micrograph.Pixels, static pixel => -pixel) }
            : micrograph;
        return new PickedMicrograph(Scan(seen, mask), mask, isInverted);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inspector.Dispose();
        _scorer.Dispose();
    }

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

    private Particle[] Scan(Micrograph micrograph, MicrographMask? mask)
    {
        int box = _model.Network.InputSide;
        var scanned = new ScannedMicrograph(_backend, micrograph, box);
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
            .Where(p => EdgeRule.Keeps(p, micrograph.Height, micrograph.Width, margin)
                && mask?.Covers(p) != true)];
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

using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Micrographs;
using DeepEM.Engine.Models;
using DeepEM.Engine.Networks;
using DeepEM.Engine.Preparation;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.WindowStatistics;

namespace DeepEM.Engine.Picking;

/// <summary>The published way of picking: a raster scan of single windows, each scored at four turns.</summary>
/// <remarks>
/// Zhu, Ouyang, Mao (2017), "Particle picking". Windows begin every step, and the last ones at the right and bottom
/// edge, where the original lost up to a step. Windows whose standard deviation lies outside the model's limits are
/// not scored.
/// </remarks>
public sealed class PublishedPicker : IMicrographPicker
{
    private const int Turns = 4;
    private const int LargestChunk = 64;
    private readonly IComputeBackend _backend;
    private readonly PickingModel _model;
    private readonly PickingSettings _settings;
    private readonly NetworkParameters _parameters;
    private readonly int _chunk;
    private readonly Worker?[] _workers;

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
        _parameters = new NetworkParameters(backend, model.Network);
        _parameters.All.Upload(model.Parameters.Span);
        _chunk = Math.Min(backend.ChunkImages, LargestChunk);
        _workers = new Worker?[backend.Workers];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Particle> Pick(Micrograph micrograph)
    {
        ArgumentNullException.ThrowIfNull(micrograph);
        int box = _model.Network.InputSide;
        if (Math.Min(micrograph.Height, micrograph.Width) < box)
        {
            throw new InvalidFileException(
                micrograph.Path,
                $"{micrograph.Width}×{micrograph.Height} px is smaller than the {box} px box of the model");
        }

        IReadOnlyList<ScanWindow> windows = Score(micrograph, Eligible(micrograph, box));
        IReadOnlyList<ScanWindow> chosen = TwoPassMaximum.Select(
            [.. windows.Where(w => w.Score > _settings.Floor)],
            (int)Math.Round(TwoPassMaximum.FirstRange * box),
            (int)Math.Round(TwoPassMaximum.SecondRange * box));
        double toCentre = (box - 1) / 2.0;
        double margin = _model.EdgeMarginAngstrom / _model.PixelSizeAngstrom;
        return [.. chosen
            .Select(w => new Particle(w.X + toCentre, w.Y + toCentre, w.Score))
            .Where(p => EdgeRule.Keeps(p, micrograph.Height, micrograph.Width, margin))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Worker? worker in _workers)
        {
            worker?.Network.Dispose();
        }

        _parameters.Dispose();
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

    private List<(int X, int Y)> Eligible(Micrograph micrograph, int box)
    {
        float[]? deviations = _model.Deviation is null
            ? null
            : WindowDeviations.Of(
                _backend, micrograph.Pixels, new WindowShape(micrograph.Height, micrograph.Width, box, 1));
        int columns = micrograph.Width - box + 1;
        var eligible = new List<(int X, int Y)>();
        foreach (int y in Starts(micrograph.Height, box, _settings.ScanStep))
        {
            foreach (int x in Starts(micrograph.Width, box, _settings.ScanStep))
            {
                float deviation = deviations is null ? 0 : deviations[(y * columns) + x];
                if (_model.Deviation is not { } range || (deviation > range.Low && deviation < range.High))
                {
                    eligible.Add((x, y));
                }
            }
        }

        return eligible;
    }

    private ScanWindow[] Score(Micrograph micrograph, List<(int X, int Y)> places)
    {
        var image = new PreparedMicrograph(
            micrograph.Path,
            micrograph.Pixels,
            micrograph.Height,
            micrograph.Width,
            Binning: 1,
            micrograph.Height,
            micrograph.Width);
        var scored = new ScanWindow[places.Count];
        int box = _model.Network.InputSide;
        double centre = (box - 1) / 2.0;
        _backend.ForEach((places.Count + _chunk - 1) / _chunk, (worker, chunk) =>
        {
            Worker mine = _workers[worker] ??= new Worker(_backend, _model.Network, _chunk);
            int first = chunk * _chunk;
            int count = Math.Min(_chunk, places.Count - first);
            double[] sums = new double[count];
            for (int turn = 0; turn < Turns; turn++)
            {
                for (int n = 0; n < count; n++)
                {
                    (int x, int y) = places[first + n];
                    Span<float> window = mine.Windows.AsSpan(n * box * box, box * box);
                    WindowCutter.Cut(image, new BinnedPosition(x + centre, y + centre), turn, box, window);
                    PatchStandardisation.Apply(window);
                }

                mine.Network.Input.Upload(mine.Windows.AsSpan(0, count * box * box));
                mine.Network.Forward(_parameters, count);
                mine.Network.Logits.Download(mine.Logits.AsSpan(0, count));
                for (int n = 0; n < count; n++)
                {
                    sums[n] += Sigmoid.Of(mine.Logits[n]);
                }
            }

            for (int n = 0; n < count; n++)
            {
                (int x, int y) = places[first + n];
                scored[first + n] = new ScanWindow(x, y, sums[n] / Turns);
            }
        });
        return scored;
    }

    private sealed class Worker(IComputeBackend backend, NetworkDescription network, int chunk)
    {
        public WindowNetwork Network { get; } = new(backend, network, chunk, training: false);

        public float[] Windows { get; } = new float[checked(chunk * network.InputSide * network.InputSide)];

        public float[] Logits { get; } = new float[chunk];
    }
}

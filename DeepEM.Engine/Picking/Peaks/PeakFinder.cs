using DeepEM.Engine.Picking.Scoring;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Picking.Peaks;

/// <summary>Finds the maxima of score maps to a fraction of the grid.</summary>
public sealed class PeakFinder : IDisposable
{
    // The eight neighbours: anything wider is left to the minimum distance, which keeps the better of two.
    private const float Radius = 1.5f;
    private readonly IComputeBackend _backend;
    private Tensor? _scores;
    private Tensor? _peaks;
    private readonly Comparison<int> _bestFirst;
    private readonly List<int> _places = [];
    private readonly List<Peak> _found = [];
    private float[] _kept = [];

    /// <summary>Finds maxima on a device.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    public PeakFinder(IComputeBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        _backend = backend;
        _bestFirst = (one, other) => _kept[one] != _kept[other]
            ? _kept[other].CompareTo(_kept[one])
            : one.CompareTo(other);
    }

    /// <summary>Finds all maxima above a floor, best first; of equal ones the upper left comes first.</summary>
    /// <param name="map">The score map.</param>
    /// <param name="floor">Logits must be greater than this.</param>
    /// <returns>The maxima, each moved to the summit of a parabola through its neighbours. Valid until the next call.
    /// </returns>
    public IReadOnlyList<Peak> Find(ScoreMap map, double floor)
    {
        ArgumentNullException.ThrowIfNull(map);
        var shape = new ImageShape(1, 1, map.Rows, map.Columns);
        if (_scores is null || _peaks is null || _scores.Images != shape)
        {
            Dispose();
            _scores = _backend.AllocateImages(shape, ImageLayout.Micrograph);
            _peaks = _backend.AllocateImages(shape, ImageLayout.Micrograph);
            _kept = new float[map.Logits.Length];
        }

        _scores.Upload(map.Logits);
        _backend.Maps.LocalMaxima(_scores, _peaks, map.Rows, map.Columns, Radius, (float)floor);
        _peaks.Download(_kept);
        _places.Clear();
        for (int i = 0; i < _kept.Length; i++)
        {
            if (_kept[i] > float.NegativeInfinity)
            {
                _places.Add(i);
            }
        }

        _places.Sort(_bestFirst);
        _found.Clear();
        foreach (int place in _places)
        {
            (int row, int column) = Math.DivRem(place, map.Columns);
            _found.Add(Refine(map, row, column));
        }

        return _found;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scores?.Dispose();
        _peaks?.Dispose();
        _scores = null;
        _peaks = null;
    }

    private static Peak Refine(ScoreMap map, int row, int column)
    {
        int place = (row * map.Columns) + column;
        float at = map.Logits[place];
        double dy = row > 0 && row < map.Rows - 1
            ? Parabola.Summit(map.Logits[place - map.Columns], at, map.Logits[place + map.Columns])
            : 0;
        double dx = column > 0 && column < map.Columns - 1
            ? Parabola.Summit(map.Logits[place - 1], at, map.Logits[place + 1])
            : 0;
        return new Peak(map.CentreY(row + dy), map.CentreX(column + dx), at);
    }
}

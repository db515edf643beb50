using DeepEM.Engine.Coordinates;

namespace DeepEM.Engine.Verification.Evaluation;

/// <summary>The one-to-one matching with the most matches and, among those, the least sum of distances.</summary>
/// <remarks>
/// <para>
/// A pick and a label may match when their distance is less than the radius. Labels enter one after another; each finds
/// the cheapest augmenting path by Dijkstra's algorithm over reduced costs d − u − v, on the sparse graph of possible
/// matches only (Jonker, Volgenant, "A shortest augmenting path algorithm for dense and sparse linear assignment
/// problems", Computing 38, 1987).
/// </para>
/// <para>
/// Staying unmatched costs a label more than all distances together, so that the number of matches comes first.
/// </para>
/// </remarks>
public sealed class OptimalMatcher
{
    private const int Unmatched = -1;

    private readonly int[] _firstEdge;
    private readonly int[] _edgePick;
    private readonly double[] _edgeDistance;
    private readonly double _unmatchedCost;

    private readonly int[] _labelOfPick;
    private readonly int[] _pickOfLabel;
    private readonly double[] _labelPotential;
    private readonly double[] _pickPotential;

    // State of one search, reset through the list of picks it reached.
    private readonly double[] _pathLength;
    private readonly int[] _cameFrom;
    private readonly bool[] _settled;
    private readonly List<int> _reached = [];
    private readonly List<int> _settledPicks = [];
    private readonly PriorityQueue<int, double> _queue = new();

    private OptimalMatcher(IReadOnlyList<Particle> truth, IReadOnlyList<Particle> picks, double radius)
    {
        NeighbourGrid grid = new(picks, radius);
        List<(int Index, double Distance)> edges = [];
        _firstEdge = new int[truth.Count + 1];
        for (int label = 0; label < truth.Count; label++)
        {
            grid.AddNeighbours(truth[label].X, truth[label].Y, edges);
            _firstEdge[label + 1] = edges.Count;
        }

        _edgePick = new int[edges.Count];
        _edgeDistance = new double[edges.Count];
        for (int edge = 0; edge < edges.Count; edge++)
        {
            (_edgePick[edge], _edgeDistance[edge]) = edges[edge];
        }

        _unmatchedCost = radius * (Math.Min(truth.Count, picks.Count) + 1);
        _labelOfPick = new int[picks.Count];
        _pickOfLabel = new int[truth.Count];
        _labelPotential = new double[truth.Count];
        _pickPotential = new double[picks.Count];
        _pathLength = new double[picks.Count];
        _cameFrom = new int[picks.Count];
        _settled = new bool[picks.Count];
        Array.Fill(_labelOfPick, Unmatched);
        Array.Fill(_pickOfLabel, Unmatched);
        Array.Fill(_pathLength, double.PositiveInfinity);
    }

    /// <summary>Matches picks to labels; scores play no part.</summary>
    /// <param name="truth">The labels.</param>
    /// <param name="picks">The picks.</param>
    /// <param name="radius">Pixels below which a pick and a label may match, positive and finite.</param>
    /// <returns>For every pick the index of its label, or -1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The radius is not positive and finite.</exception>
    public static int[] Match(IReadOnlyList<Particle> truth, IReadOnlyList<Particle> picks, double radius)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(picks);
        OptimalMatcher matcher = new(truth, picks, radius);
        for (int label = 0; label < truth.Count; label++)
        {
            matcher.Enter(label);
        }

        return matcher._labelOfPick;
    }

    // Finds the cheapest way to give this label a pick, or to leave one label of the path without.
    private void Enter(int entering)
    {
        int label = entering;
        double length = 0;
        double shortestToUnmatched = double.PositiveInfinity;
        int leftOut = entering;
        int freePick = Unmatched;
        while (true)
        {
            double toUnmatched = length + _unmatchedCost - _labelPotential[label];
            if (toUnmatched < shortestToUnmatched)
            {
                shortestToUnmatched = toUnmatched;
                leftOut = label;
            }

            Relax(label, length);
            int pick = NextPick();
            if (pick == Unmatched || _pathLength[pick] >= shortestToUnmatched)
            {
                length = shortestToUnmatched;
                break;
            }

            length = _pathLength[pick];
            if (_labelOfPick[pick] == Unmatched)
            {
                freePick = pick;
                break;
            }

            _settled[pick] = true;
            _settledPicks.Add(pick);
            label = _labelOfPick[pick];
        }

        UpdatePotentials(entering, length);
        Augment(entering, leftOut, freePick);
        Reset();
    }

    private void Relax(int label, double length)
    {
        for (int edge = _firstEdge[label]; edge < _firstEdge[label + 1]; edge++)
        {
            int pick = _edgePick[edge];
            double candidate = length + (_edgeDistance[edge] - _labelPotential[label] - _pickPotential[pick]);
            if (!_settled[pick] && candidate < _pathLength[pick])
            {
                if (double.IsPositiveInfinity(_pathLength[pick]))
                {
                    _reached.Add(pick);
                }

                _pathLength[pick] = candidate;
                _cameFrom[pick] = label;
                _queue.Enqueue(pick, candidate);
            }
        }
    }

    // The queue may hold a pick several times, with longer paths than the one known now.
    private int NextPick()
    {
        while (_queue.TryDequeue(out int pick, out double length))
        {
            if (!_settled[pick] && length == _pathLength[pick])
            {
                return pick;
            }
        }

        return Unmatched;
    }

    private void UpdatePotentials(int entering, double length)
    {
        _labelPotential[entering] += length;
        foreach (int pick in _settledPicks)
        {
            _pickPotential[pick] -= length - _pathLength[pick];
            _labelPotential[_labelOfPick[pick]] += length - _pathLength[pick];
        }
    }

    private void Augment(int entering, int leftOut, int freePick)
    {
        int pick = freePick;
        if (pick == Unmatched)
        {
            pick = _pickOfLabel[leftOut];
            _pickOfLabel[leftOut] = Unmatched;
            if (leftOut == entering)
            {
                return;
            }
        }

        while (true)
        {
            int label = _cameFrom[pick];
            int given = _pickOfLabel[label];
            _labelOfPick[pick] = label;
            _pickOfLabel[label] = pick;
            if (label == entering)
            {
                return;
            }

            pick = given;
        }
    }

    private void Reset()
    {
        foreach (int pick in _reached)
        {
            _pathLength[pick] = double.PositiveInfinity;
            _settled[pick] = false;
        }

        _reached.Clear();
        _settledPicks.Clear();
        _queue.Clear();
    }
}

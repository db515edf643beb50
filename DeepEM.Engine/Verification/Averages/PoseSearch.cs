using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>Holds crops against classes in all rotations and shifts.</summary>
/// <remarks>
/// Crops go through in pieces, whose sums are added in their order: any number of threads gives the same bytes.
/// Coefficients are kept from call to call, or made anew for every piece where there are too many crops for that.
/// </remarks>
internal sealed class PoseSearch : IDisposable
{
    private readonly CropExpander _expander;
    private readonly int[] _numbers;
    private readonly bool _keeps;
    private readonly Tensor?[] _coefficients;
    private (int X, int Y)[] _shifts = [];
    private Tensor? _shiftPriors;

    /// <summary>Prepares.</summary>
    /// <param name="expander">Expands crops; must outlive this object.</param>
    /// <param name="numbers">The crops.</param>
    /// <param name="keeps">Whether coefficients are kept.</param>
    public PoseSearch(CropExpander expander, int[] numbers, bool keeps)
    {
        (_expander, _numbers, _keeps) = (expander, numbers, keeps);
        Offsets = new (int X, int Y)[numbers.Length];
        _coefficients = new Tensor?[keeps ? Pieces : 1];
    }

    /// <summary>Number of crops.</summary>
    public int Count => _numbers.Length;

    /// <summary>Where the box of each crop lies, pixels from the crop's centre.</summary>
    public (int X, int Y)[] Offsets { get; private set; }

    private IComputeBackend Backend => _expander.Backend;

    private int Pieces => (_numbers.Length + CropExpander.Piece - 1) / CropExpander.Piece;

    /// <summary>Sets where to look.</summary>
    /// <param name="offsets">Where the box of each crop lies.</param>
    /// <param name="shifts">Shifts from there.</param>
    /// <param name="cancellation">Ends it.</param>
    public void Aim((int X, int Y)[] offsets, (int X, int Y)[] shifts, CancellationToken cancellation)
    {
        Release();
        (Offsets, _shifts) = (offsets, shifts);
        float[] priors = ShiftGrid.LogPriors(shifts);
        _shiftPriors = Backend.Allocate(priors.Length);
        _shiftPriors.Upload(priors);
        for (int piece = 0; piece < Pieces && _keeps; piece++)
        {
            cancellation.ThrowIfCancellationRequested();
            _coefficients[piece] = Backend.Allocate(LengthOf(Range(piece).Count));
            Expand(piece, _coefficients[piece]!);
        }
    }

    /// <summary>Looks how every crop lies.</summary>
    /// <param name="references">The classes.</param>
    /// <param name="certainty">What the evidence is multiplied by.</param>
    /// <param name="poses">Receives it, one row a crop in the order given.</param>
    /// <param name="sums">Receives crops added up by class; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    public void Align(
        ClassReferences references,
        double certainty,
        PoseTable poses,
        ClassSums? sums,
        CancellationToken cancellation)
    {
        double[][] biases = Biases(references, certainty);
        using var work = new AlignmentWork(Backend, references, Range(0).Count);
        for (int piece = 0; piece < Pieces; piece++)
        {
            cancellation.ThrowIfCancellationRequested();
            (int start, int count) = Range(piece);
            using Tensor coefficients = Coefficients(piece);
            work.Align(
                (coefficients, _shiftPriors!),
                Rows(biases, start, count),
                new AlignmentShape(
                    references.Basis, count, _shifts.Length, references.Classes, (float)certainty, sums is not null),
                poses,
                start,
                sums);
        }

        sums?.Count(poses.Memberships, [.. _numbers.Select(_expander.Gains.GroupOf)], _expander.Gains);
    }

    /// <summary>Where the best shift puts the box of each crop.</summary>
    /// <param name="poses">Best shifts.</param>
    /// <param name="farthest">Longer ways are cut, pixels.</param>
    /// <returns>Pixels from the crop's centre.</returns>
    public (int X, int Y)[] Moved(PoseTable poses, double farthest)
    {
        var moved = new (int X, int Y)[Count];
        for (int i = 0; i < Count; i++)
        {
            (int X, int Y) shift = _shifts[poses.Shift[i]];
            (int x, int y) = (Offsets[i].X + shift.X, Offsets[i].Y + shift.Y);
            double length = Math.Sqrt((x * x) + (y * y));
            double scale = length > farthest ? farthest / length : 1;
            moved[i] = ((int)(x * scale), (int)(y * scale));
        }

        return moved;
    }

    /// <summary>The mean of some crops as they lie, turned back.</summary>
    /// <param name="members">Rows of the crops.</param>
    /// <param name="boxes">Where their boxes lie, by row.</param>
    /// <param name="radians">By how much each is turned against the mean.</param>
    /// <returns>2L coefficients.</returns>
    public float[] MeanOf(IReadOnlyList<int> members, (int X, int Y)[] boxes, IReadOnlyList<double> radians)
    {
        int length = 2 * _expander.Basis.Length;
        float[] crops = _expander.Expand(
            [.. members.Select(row => _numbers[row])], [.. members.Select(row => boxes[row])]);
        float[] turned = new float[length];
        float[] mean = new float[length];
        for (int i = 0; i < members.Count; i++)
        {
            _expander.Basis.Rotate(crops.AsSpan(i * length, length), -radians[i], turned);
            for (int j = 0; j < length; j++)
            {
                mean[j] += turned[j] / members.Count;
            }
        }

        return mean;
    }

    /// <inheritdoc/>
    public void Dispose() => Release();

    private (int Start, int Count) Range(int piece)
    {
        int start = piece * CropExpander.Piece;
        return (start, Math.Min(CropExpander.Piece, _numbers.Length - start));
    }

    private long LengthOf(int crops) => (long)crops * _shifts.Length * 2 * _expander.Basis.Length;

    // A part that shares the memory of what is kept, or of the one piece that there is room for.
    private Tensor Coefficients(int piece)
    {
        long length = LengthOf(Range(piece).Count);
        if (_keeps)
        {
            return _coefficients[piece]!.Slice(0, length);
        }

        Tensor coefficients = (_coefficients[0] ??= Backend.Allocate(LengthOf(Range(0).Count))).Slice(0, length);
        Expand(piece, coefficients);
        return coefficients;
    }

    private void Expand(int piece, Tensor coefficients)
    {
        (int start, int count) = Range(piece);
        _expander.Expand(_numbers.AsSpan(start, count), Offsets.AsSpan(start, count), _shifts, coefficients);
    }

    // For each group of optics and class: log π − β E.
    private double[][] Biases(ClassReferences references, double certainty)
    {
        double[][] biases = new double[_expander.Gains.Groups][];
        for (int group = 0; group < biases.Length; group++)
        {
            double[] energies = references.Energies(_expander.Gains.Factors(group));
            biases[group] =
                [.. references.LogPriors.Zip(energies, (prior, energy) => prior - (certainty * energy))];
        }

        return biases;
    }

    private float[] Rows(double[][] biases, int start, int count)
    {
        int classes = biases[0].Length;
        float[] rows = new float[count * classes];
        for (int i = 0; i < count; i++)
        {
            double[] own = biases[_expander.Gains.GroupOf(_numbers[start + i])];
            for (int c = 0; c < classes; c++)
            {
                rows[(i * classes) + c] = (float)own[c];
            }
        }

        return rows;
    }

    private void Release()
    {
        _shiftPriors?.Dispose();
        _shiftPriors = null;
        for (int i = 0; i < _coefficients.Length; i++)
        {
            _coefficients[i]?.Dispose();
            _coefficients[i] = null;
        }
    }
}

using DeepEM.Engine.Verification.Results;
using DeepEM.Kernels.Alignment;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>Classes as they are shown: those that have crops, those with most first.</summary>
internal sealed class ClassTable
{
    // A class that is another one once more, and round: nothing of its own was left.
    private const double SameFrom = 0.99;
    private const double RoundFrom = 0.9;

    // Nats below which nothing is there.
    private const double EmptyBelow = 3;

    private readonly PolarBasis _basis;
    private readonly ClassModel _model;
    private readonly float[] _averages;
    private readonly int[] _counts;

    /// <summary>Orders the classes of a model.</summary>
    /// <param name="model">The model.</param>
    public ClassTable(ClassModel model)
    {
        (_basis, _model) = (model.References.Basis, model);
        _averages = ClassUpdate.Averages(_basis, model.Sums);
        _counts = model.Poses.Counts();
        Order = [.. Enumerable.Range(0, _counts.Length).Where(c => _counts[c] > 0).OrderByDescending(c => _counts[c])];
    }

    /// <summary>The model's classes in the order in which they are shown.</summary>
    public int[] Order { get; }

    /// <summary>A whitened average.</summary>
    /// <param name="number">The model's number of the class.</param>
    /// <returns>2L coefficients.</returns>
    public ReadOnlySpan<float> Average(int number) =>
        _averages.AsSpan(number * 2 * _basis.Length, 2 * _basis.Length);

    /// <summary>The classes, with what is known from the model alone.</summary>
    /// <param name="gains">Whitening, which is taken back.</param>
    /// <param name="pixelSizeAngstrom">Pixel size of the averages.</param>
    public VerifiedClass[] Rows(float[] gains, double pixelSizeAngstrom) =>
    [
        .. Order.Select((number, row) => new VerifiedClass(row + 1, Picture(number, gains), _counts[number])
        {
            Share = (double)_counts[number] / _model.Poses.Count,
            RotationAccuracyDegrees = ClassAccuracy.Degrees(_basis, _model.References.Of(number)),
            TranslationAccuracyAngstrom =
                pixelSizeAngstrom * ClassAccuracy.Pixels(_basis, _model.References.Of(number)),
            SignalToNoise = ClassUpdate.SignalToNoise(_basis, _model.Sums, number, Average(number)),
        }),
    ];

    /// <summary>The same with what the halves say.</summary>
    /// <param name="rows">The classes.</param>
    /// <param name="held">Evidence that was held out, of the same crops.</param>
    /// <param name="pixelSizeAngstrom">Pixel size of the averages.</param>
    public VerifiedClass[] WithHalves(VerifiedClass[] rows, HeldOutEvidence held, double pixelSizeAngstrom)
    {
        ClassTable[] halves = [.. held.Models.Select(model => new ClassTable(model))];
        ILookup<int, int> members = Enumerable.Range(0, _model.Poses.Count)
            .ToLookup(row => _model.Poses.Class[row], row => _model.Numbers[row]);
        return
        [
            .. rows.Select((row, i) =>
            {
                int number = Order[i];
                double evidence = members[number].Average(crop => held.Evidence[crop]);
                RingCorrelation agreement = RingCorrelation.Of(
                    _basis,
                    halves[0].Average(halves[0].Nearest(Average(number))),
                    halves[1].Average(halves[1].Nearest(Average(number))));
                return row with
                {
                    HeldOutEvidence = evidence,
                    Structure = evidence - members[number].Average(crop => held.RoundEvidence[crop]),
                    ResolutionAngstrom = _basis.Side * pixelSizeAngstrom / agreement.LastRing(),
                    LooksEmpty = evidence < EmptyBelow || IsCollapsed(i),
                };
            }),
        ];
    }

    // The class that is most like an average.
    private int Nearest(ReadOnlySpan<float> average)
    {
        (int nearest, double best) = (Order[0], double.NegativeInfinity);
        foreach (int number in Order)
        {
            double correlation = RingCorrelation.Of(_basis, average, Average(number)).Correlation;
            (nearest, best) = correlation > best ? (number, correlation) : (nearest, best);
        }

        return nearest;
    }

    private bool IsCollapsed(int row)
    {
        ReadOnlySpan<float> own = _model.References.Of(Order[row]);
        if (RoundShare(own) < RoundFrom)
        {
            return false;
        }

        for (int larger = 0; larger < row; larger++)
        {
            if (RingCorrelation.Of(_basis, own, _model.References.Of(Order[larger])).Correlation > SameFrom)
            {
                return true;
            }
        }

        return false;
    }

    private double RoundShare(ReadOnlySpan<float> reference)
    {
        (double round, double all) = (0, 0);
        for (int i = 0; i < _basis.Length; i++)
        {
            (double real, double imaginary) = (reference[i], reference[_basis.Length + i]);
            double power = (_basis.OrderOf[i] == 0 ? 1 : 2) * ((real * real) + (imaginary * imaginary));
            round += _basis.OrderOf[i] == 0 ? power : 0;
            all += power;
        }

        return all > 0 ? round / all : 1;
    }

    private float[] Picture(int number, float[] gains)
    {
        float[] unwhitened = [.. Average(number)];
        for (int i = 0; i < unwhitened.Length; i++)
        {
            float gain = gains[_basis.RingOf[i % _basis.Length]];
            unwhitened[i] = gain > 0 ? unwhitened[i] / gain : 0;
        }

        return _basis.Image(unwhitened);
    }
}

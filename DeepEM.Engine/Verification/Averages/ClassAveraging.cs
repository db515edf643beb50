using DeepEM.Engine.Foundation.Numerics;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>Sorts crops into classes of like images and averages them, over all rotations and shifts.</summary>
/// <remarks>
/// <para>
/// Expectation and maximisation (Scheres et al., J. Mol. Biol. 348, 2005) in coefficients x_m(k) of a polar Fourier
/// basis, in which a rotation by α is a factor exp(−imα). In nats against "noise only", for a crop, a class c of share
/// π and average A, a shift s and a rotation α:
/// </para>
/// <code>
/// l = log π_c + log p(s) + β [ 2 Re Σ_m w_m e^{imα} Σ_k A*_m(k) x_m(k) − Σ w_m |A_m(k)|² ]
/// log Z = log 1/R Σ_{c,s,α} e^l
/// </code>
/// <para>
/// β grows to 1 over the first rounds, and so does the number of rings: classes are uncertain at first, then differ in
/// the large, then in detail. Deterministic: depends on the seed and the crops, and neither on the order in which they
/// were added to a micrograph nor on the number of threads.
/// </para>
/// </remarks>
internal sealed class ClassAveraging
{
    // Shares of the rounds.
    private const double CoarseUntil = 0.6;
    private const double RecentredAgainAt = 0.8;
    private const double RevivedUntil = 0.7;
    private const double GrowsUntil = 0.5;

    private const int FirstRings = 6;
    private const int FineRadius = 2;

    private readonly CropExpander _expander;
    private readonly AverageSettings _settings;

    /// <summary>Prepares.</summary>
    /// <param name="expander">Expands crops; must outlive this object.</param>
    /// <param name="settings">How.</param>
    public ClassAveraging(CropExpander expander, AverageSettings settings) =>
        (_expander, _settings) = (expander, settings);

    /// <summary>Makes classes of some crops.</summary>
    /// <param name="numbers">The crops, at least one.</param>
    /// <param name="classes">Number of classes, no more than there are crops.</param>
    /// <param name="seed">What the start depends on.</param>
    /// <param name="afterRound">Called after every round.</param>
    /// <param name="cancellation">Ends it.</param>
    public ClassModel Run(
        int[] numbers, int classes, long seed, Action afterRound, CancellationToken cancellation)
    {
        var random = new RandomSource(seed);
        int[] order = CropOrder.Of(_expander.Crops, numbers);
        int[] resident = Resident(order, random.Fork(0));
        using var search = new PoseSearch(_expander, resident, keeps: true);
        search.Aim(search.Offsets, _settings.CoarseShifts, cancellation);
        ClassReferences references = ClassStart.Random(search, _expander, classes, random.Fork(1));
        var poses = new PoseTable(search.Count, classes);
        ClassSums sums = new(_expander.Basis, classes);
        int coarse = (int)Math.Ceiling(CoarseUntil * _settings.Rounds);
        for (int round = 0; round < _settings.Rounds; round++)
        {
            if (round == coarse || round == (int)(RecentredAgainAt * _settings.Rounds))
            {
                search.Aim(search.Moved(poses, _settings.FarthestShift - FineRadius), Fine, cancellation);
            }

            double share = round / Math.Max(1.0, _settings.Rounds - 1);
            sums = new ClassSums(_expander.Basis, classes);
            search.Align(references.Until(LastRing(share)), Certainty(share), poses, sums, cancellation);
            references = ClassUpdate.References(_expander.Basis, sums, _settings.WienerFactor);
            if (round < RevivedUntil * _settings.Rounds)
            {
                ClassStart.Revive(search, poses, references, sums.Weights, random.Fork(round + 2));
            }

            afterRound();
        }

        return order.Length == resident.Length
            ? new ClassModel(order, search.Moved(poses, double.PositiveInfinity), poses, sums, references)
            : Finish(order, references, cancellation);
    }

    private static (int X, int Y)[] Fine => ShiftGrid.Disc(FineRadius, 1);

    // All crops under the classes of some: first about where they are, then in detail.
    private ClassModel Finish(int[] order, ClassReferences references, CancellationToken cancellation)
    {
        using var search = new PoseSearch(_expander, order, keeps: false);
        var poses = new PoseTable(order.Length, references.Classes);
        search.Aim(search.Offsets, _settings.CoarseShifts, cancellation);
        search.Align(references, _settings.Certainty, poses, sums: null, cancellation);
        search.Aim(search.Moved(poses, _settings.FarthestShift - FineRadius), Fine, cancellation);
        var sums = new ClassSums(_expander.Basis, references.Classes);
        search.Align(references, _settings.Certainty, poses, sums, cancellation);
        return new ClassModel(
            order,
            search.Moved(poses, double.PositiveInfinity),
            poses,
            sums,
            ClassUpdate.References(_expander.Basis, sums, _settings.WienerFactor));
    }

    // Those that classes are made from; of many some, drawn at random, in the order of all.
    private int[] Resident(int[] order, RandomSource random)
    {
        int[] forming = _settings.Forming is { } some ? [.. order.Where(number => some[number])] : order;
        forming = forming.Length == 0 ? order : forming;
        if (forming.Length <= _settings.MostResident)
        {
            return forming;
        }

        int[] rows = [.. Enumerable.Range(0, forming.Length)];
        random.Shuffle<int>(rows);
        return [.. rows[.._settings.MostResident].Order().Select(row => forming[row])];
    }

    private double LastRing(double share)
    {
        int first = Math.Min(FirstRings, _expander.Basis.Rings);
        return first + ((_expander.Basis.Rings - first) * Math.Min(1, share / GrowsUntil));
    }

    private double Certainty(double share) =>
        _settings.Certainty / Math.Max(1, _settings.StartTemperature * (1 - (share / GrowsUntil)));
}

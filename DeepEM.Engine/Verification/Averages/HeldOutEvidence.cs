namespace DeepEM.Engine.Verification.Averages;

/// <summary>What classes of one half of the crops explain in the other half, which they were not made from.</summary>
/// <remarks>
/// Averages of noise show what they were aligned to, and averages of two halves agree on it, because the picker chose
/// both: only data that took no part tells averages of particles from those. H is the mean evidence under the classes
/// of the other half, H₀ that under the same classes made round, and G = H − H₀ what structure adds. One round mean in
/// place of all would not do: maxima of noise are stronger here and weaker there, and classes of blobs of several
/// strengths explain them better than one does, with no structure in any.
/// </remarks>
internal sealed class HeldOutEvidence
{
    private HeldOutEvidence(int[] halves, ClassModel[] models)
    {
        (Halves, Models) = (halves, models);
        Evidence = new double[halves.Length];
        RoundEvidence = new double[halves.Length];
    }

    /// <summary>The half of each crop, 0 or 1.</summary>
    public int[] Halves { get; }

    /// <summary>The classes of each half.</summary>
    public ClassModel[] Models { get; }

    /// <summary>log Z of each crop under the classes of the other half, nats.</summary>
    public double[] Evidence { get; }

    /// <summary>The same under these classes made round.</summary>
    public double[] RoundEvidence { get; }

    /// <summary>Measures it.</summary>
    /// <param name="expander">Expands the crops.</param>
    /// <param name="settings">How they are sorted.</param>
    /// <param name="halves">0 or 1 for each crop; both must occur.</param>
    /// <param name="afterRound">Called after every round of both halves.</param>
    /// <param name="cancellation">Ends it.</param>
    public static HeldOutEvidence Of(
        CropExpander expander,
        AverageSettings settings,
        int[] halves,
        Action afterRound,
        CancellationToken cancellation)
    {
        var averaging = new ClassAveraging(expander, settings);
        int[][] numbers = [NumbersOf(halves, 0), NumbersOf(halves, 1)];
        ClassModel[] models =
        [
            .. numbers.Select((own, half) => averaging.Run(
                own, settings.ClassesFor(own.Length), settings.Seed + 1 + half, afterRound, cancellation)),
        ];
        var held = new HeldOutEvidence(halves, models);
        for (int half = 0; half < models.Length; half++)
        {
            held.Measure(expander, settings, numbers[half], models[1 - half], cancellation);
        }

        return held;
    }

    private static int[] NumbersOf(int[] halves, int half) =>
        [.. Enumerable.Range(0, halves.Length).Where(number => halves[number] == half)];

    private void Measure(
        CropExpander expander,
        AverageSettings settings,
        int[] numbers,
        ClassModel other,
        CancellationToken cancellation)
    {
        using var search = new PoseSearch(expander, numbers, keeps: numbers.Length <= settings.MostResident);
        search.Aim(search.Offsets, settings.CoarseShifts, cancellation);
        Measure(search, other.References, numbers, Evidence, cancellation);
        Measure(search, other.References.Round(), numbers, RoundEvidence, cancellation);
    }

    private static void Measure(
        PoseSearch search,
        ClassReferences references,
        int[] numbers,
        double[] evidence,
        CancellationToken cancellation)
    {
        var poses = new PoseTable(numbers.Length, references.Classes);
        search.Align(references, certainty: 1, poses, sums: null, cancellation);
        for (int i = 0; i < numbers.Length; i++)
        {
            evidence[numbers[i]] = poses.LogEvidence[i];
        }
    }
}

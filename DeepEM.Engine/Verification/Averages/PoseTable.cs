using DeepEM.Kernels.Alignment;

namespace DeepEM.Engine.Verification.Averages;

/// <summary>How crops lie under classes: one row a crop.</summary>
/// <param name="count">Number of crops.</param>
/// <param name="classes">Number of classes.</param>
internal sealed class PoseTable(int count, int classes)
{
    /// <summary>Number of crops.</summary>
    public int Count => count;

    /// <summary>Number of classes.</summary>
    public int Classes => classes;

    /// <summary>log Z: evidence that a crop is one of the classes and not noise, nats.</summary>
    public double[] LogEvidence { get; } = new double[count];

    /// <summary>Posterior of the best class, shift and rotation.</summary>
    public double[] BestPosterior { get; } = new double[count];

    /// <summary>The best class, from 0.</summary>
    public int[] Class { get; } = new int[count];

    /// <summary>Number of the best shift.</summary>
    public int[] Shift { get; } = new int[count];

    /// <summary>Number of the best rotation: the crop is its class turned by that many steps, from x towards y.
    /// </summary>
    public int[] Rotation { get; } = new int[count];

    /// <summary>One over the sum of the squares of the posterior: over how many poses it spreads.</summary>
    public double[] EffectivePoses { get; } = new double[count];

    /// <summary>Posterior of every class, count × classes.</summary>
    public float[] Memberships { get; } = new float[checked(count * classes)];

    /// <summary>Takes over what was found for a piece of crops.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="crops">How many.</param>
    /// <param name="summaries">Six values a crop.</param>
    /// <param name="memberships">One value a crop and class.</param>
    public void Take(int first, int crops, ReadOnlySpan<float> summaries, ReadOnlySpan<float> memberships)
    {
        for (int i = 0; i < crops; i++)
        {
            ReadOnlySpan<float> row = summaries.Slice(i * AlignmentShape.SummaryLength, AlignmentShape.SummaryLength);
            LogEvidence[first + i] = row[0];
            BestPosterior[first + i] = row[1];
            Class[first + i] = (int)row[2];
            Shift[first + i] = (int)row[3];
            Rotation[first + i] = (int)row[4];
            EffectivePoses[first + i] = row[5];
        }

        memberships[..(crops * classes)].CopyTo(Memberships.AsSpan(first * classes));
    }

    /// <summary>Crops whose best class is each.</summary>
    /// <returns>One number a class.</returns>
    public int[] Counts()
    {
        int[] counts = new int[classes];
        foreach (int number in Class)
        {
            counts[number]++;
        }

        return counts;
    }
}

namespace DeepEM.Engine.Learning.Training;

/// <summary>Logits of windows of which is known whether they show a particle.</summary>
/// <param name="Logits">A logit for each window.</param>
/// <param name="AreParticles">Whether each shows a particle; as many.</param>
public sealed record WindowScores(IReadOnlyList<float> Logits, IReadOnlyList<bool> AreParticles)
{
    /// <summary>Share of the windows taken for particles that are; NaN where none is.</summary>
    public double Precision
    {
        get
        {
            int taken = Logits.Count(logit => logit > 0);
            return taken == 0 ? double.NaN : (double)Taken(areParticles: true) / taken;
        }
    }

    /// <summary>Share of the particles taken for such; NaN where there are none.</summary>
    public double TruePositiveRate => RateOf(isParticle: true);

    /// <summary>Share of the other windows taken for particles; NaN where there are none.</summary>
    public double FalsePositiveRate => RateOf(isParticle: false);

    /// <summary>Average precision over all thresholds: the area under the curve of precision and recall; NaN where
    /// there is no particle.</summary>
    public double AveragePrecision
    {
        get
        {
            int particles = AreParticles.Count(particle => particle);
            double sum = 0;
            int right = 0;
            int seen = 0;
            IEnumerable<IGrouping<float, bool>> levels = Logits.Zip(AreParticles)
                .GroupBy(window => window.First, window => window.Second)
                .OrderByDescending(level => level.Key);
            foreach (IGrouping<float, bool> level in levels)
            {
                int found = level.Count(particle => particle);
                right += found;
                seen += level.Count();
                sum += (double)right / seen * found;
            }

            return particles == 0 ? double.NaN : sum / particles;
        }
    }

    private double RateOf(bool isParticle)
    {
        int all = AreParticles.Count(particle => particle == isParticle);
        return all == 0 ? double.NaN : (double)Taken(isParticle) / all;
    }

    private int Taken(bool areParticles) =>
        Logits.Zip(AreParticles).Count(window => window.First > 0 && window.Second == areParticles);
}

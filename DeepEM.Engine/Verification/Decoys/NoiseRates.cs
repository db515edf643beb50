using DeepEM.Engine.Learning.Calibration;
using DeepEM.Engine.Picking;

namespace DeepEM.Engine.Verification.Decoys;

/// <summary>Adds up picks and noise of many micrographs for some thresholds.</summary>
/// <remarks>
/// <code>rate(t) = Σ weight·D(t) / T(t)</code>
/// with D(t) the maxima of noise and T(t) the picks of the micrographs on which noise was measured, from t on.
/// </remarks>
/// <param name="thresholds">The thresholds, figures of merit.</param>
internal sealed class NoiseRates(IReadOnlyList<double> thresholds)
{
    private readonly int[] _picks = new int[thresholds.Count];
    private readonly int[] _maxima = new int[thresholds.Count];
    private readonly double[] _noise = new double[thresholds.Count];
    private double _weights;

    /// <summary>Micrographs that were added.</summary>
    public int Micrographs { get; private set; }

    /// <summary>Adds a micrograph.</summary>
    /// <param name="merits">Figures of merit of its candidates.</param>
    /// <param name="noise">Those of its noise.</param>
    public void Add(float[] merits, NoiseScores noise)
    {
        Micrographs++;
        _weights += noise.Weight;
        for (int i = 0; i < thresholds.Count; i++)
        {
            double least = thresholds[i];
            int maxima = noise.Merits.Count(merit => merit >= least);
            _picks[i] += merits.Count(merit => merit >= least);
            _maxima[i] += maxima;
            _noise[i] += noise.Weight * maxima;
        }
    }

    /// <summary>The rate at one of the thresholds.</summary>
    /// <param name="i">Number of the threshold.</param>
    /// <returns>The rate, or null where nothing was measured or nothing picked.</returns>
    public NoiseRate? At(int i)
    {
        if (_picks[i] == 0)
        {
            return null;
        }

        double each = _maxima[i] > 0 ? _noise[i] / _maxima[i] : _weights / Micrographs;
        (double low, double high) = PoissonInterval.Of(_maxima[i]);
        return new NoiseRate(Share(_noise[i], i), Share(each * low, i), Share(each * high, i));
    }

    private double Share(double noise, int i) => Math.Min(1, noise / _picks[i]);
}

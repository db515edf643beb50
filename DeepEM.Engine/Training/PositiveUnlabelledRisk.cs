namespace DeepEM.Engine.Training;

/// <summary>Learning from some of the particles and from ground that may hold others.</summary>
/// <remarks>
/// <para>
/// With z the logit, π the share of the ground's windows that show a particle, E₊ and E₀ the means over the particles'
/// windows and the ground's, and the two kinds balanced (Su, Chen, Xu 2021), the risk of Kiryo, Niu, du Plessis and
/// Sugiyama (2017) is
/// </para>
/// <code>
/// R = ½·E₊[softplus(−z)] + ½·max(0, N)      N = (E₀[softplus(z)] − π·E₊[softplus(z)]) / (1 − π)
/// </code>
/// <para>
/// N, the risk of the true negatives, cannot be below 0; where it is, the network has begun to tell the labelled
/// particles from the others by heart, and a step goes up N instead. Both cases are cross-entropies with one target
/// and one weight for each kind, so the kernels need not know:
/// </para>
/// <code>
/// N ≥ 0:  particles  weight (1 − 2π)/(1 − π), target (1 − π)/(1 − 2π);   ground  weight  1/(1 − π), target 0
/// N &lt; 0:  particles  weight π/(1 − π),         target 0;                  ground  weight −1/(1 − π), target 0
/// </code>
/// <para>N is known only after the batch, so the mean of those before decides.</para>
/// </remarks>
internal sealed class PositiveUnlabelledRisk
{
    /// <summary>Above this share the ground is no ground.</summary>
    public const double LargestPrior = 0.4;

    // The mean over about ten batches: one batch of 64 windows of the ground scatters around 0 by itself.
    private const double Kept = 0.9;

    private readonly double _prior;
    private double _negativeRisk = 1;

    /// <param name="prior">π, 0 to <see cref="LargestPrior"/>; with 0 it is the plain cross-entropy.</param>
    public PositiveUnlabelledRisk(double prior)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prior);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prior, LargestPrior);
        _prior = prior;
    }

    /// <summary>Targets and weights of the next batch, half of it particles.</summary>
    /// <param name="count">Windows of the batch.</param>
    public ExampleWeights Next(int count)
    {
        double rest = 1 - _prior;
        double twice = 1 - (2 * _prior);
        return _negativeRisk >= 0
            ? new((float)(rest / twice), (float)(twice / rest / count), 0, (float)(1 / rest / count))
            : new(0, (float)(_prior / rest / count), 0, (float)(-1 / rest / count));
    }

    /// <summary>Takes note of a batch.</summary>
    /// <param name="sums">Its sums.</param>
    /// <returns>R of the batch.</returns>
    public double Observe(RiskSums sums)
    {
        double particles = Math.Max(1, sums.Particles);
        double others = Math.Max(1, sums.Others);
        double negative = ((sums.OtherAsOther / others) - (_prior * sums.ParticleAsOther / particles)) / (1 - _prior);
        _negativeRisk = (Kept * _negativeRisk) + ((1 - Kept) * negative);
        return 0.5 * ((sums.ParticleAsParticle / particles) + Math.Max(0, negative));
    }

    /// <summary>Saves or restores what the batches to come depend on.</summary>
    public void Exchange(TrainingState state) => state.ExchangeValue("risk.negative", ref _negativeRisk);
}

using DeepEM.Kernels.Loss;

namespace DeepEM.Engine.Learning.Training;

/// <summary>Learning from some of the particles and from background that may hold others.</summary>
/// <remarks>
/// <para>
/// With s = 1/(1 + exp(−z)) of the logit z, π the share of the background's windows that show a particle, E₊ and E₀
/// the means over the particles' windows and the background's, and the two kinds balanced (Su, Chen, Xu 2021), the
/// risk of Kiryo, Niu, du Plessis and Sugiyama (2017) with the sigmoid loss is
/// </para>
/// <code>
/// R = ½·E₊[1 − s] + ½·max(0, N)      N = (E₀[s] − π·E₊[s]) / (1 − π)
/// </code>
/// <para>
/// N, the risk of the true negatives, cannot be below 0; where it is, the network has begun to tell the labelled
/// particles from the others by heart, and a step goes up N instead. Both cases are <see cref="LossKind.Sigmoid"/> with
/// one target and one weight for each kind:
/// </para>
/// <code>
/// N ≥ 0:  particles  weight 1/(1 − π), target 1;   background  weight  1/(1 − π), target 0
/// N &lt; 0:  particles  weight π/(1 − π), target 0;   background  weight −1/(1 − π), target 0
/// </code>
/// <para>
/// N is known only after the batch, so the mean of those before decides. With the cross-entropy, which has no bound,
/// the labelled particles' logits grow until N is below 0 in most steps.
/// </para>
/// </remarks>
internal sealed class PositiveUnlabelledRisk
{
    /// <summary>Above this share the background is none.</summary>
    public const double LargestPrior = 0.4;

    // The mean over about ten batches: one batch of 64 windows of the background scatters around 0 by itself.
    private const double Kept = 0.9;

    private readonly double _prior;
    private double _negativeRisk = 1;

    /// <param name="prior">π, 0 to <see cref="LargestPrior"/>; with 0 it is the plain sigmoid loss.</param>
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
        return _negativeRisk >= 0
            ? new(1, (float)(1 / rest / count), 0, (float)(1 / rest / count))
            : new(0, (float)(_prior / rest / count), 0, (float)(-1 / rest / count));
    }

    /// <summary>Takes note of a batch.</summary>
    /// <param name="sums">Its sums.</param>
    /// <returns>R of the batch.</returns>
    public double Observe(RiskSums sums)
    {
        double particles = Math.Max(1, sums.Particles);
        double others = Math.Max(1, sums.Others);
        double particle = sums.ParticleScores / particles;
        double negative = ((sums.OtherScores / others) - (_prior * particle)) / (1 - _prior);
        _negativeRisk = (Kept * _negativeRisk) + ((1 - Kept) * negative);
        return 0.5 * (1 - particle + Math.Max(0, negative));
    }

    /// <summary>Saves or restores what the batches to come depend on.</summary>
    public void Exchange(TrainingState state) => state.ExchangeValue("risk.negative", ref _negativeRisk);
}

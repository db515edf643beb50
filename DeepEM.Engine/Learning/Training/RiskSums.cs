namespace DeepEM.Engine.Learning.Training;

/// <summary>Sums over the windows of a batch of s = 1/(1 + exp(−z)).</summary>
/// <param name="Particles">Windows that show a particle.</param>
/// <param name="ParticleScores">Σ s over them.</param>
/// <param name="Others">All other windows.</param>
/// <param name="OtherScores">Σ s over those.</param>
internal readonly record struct RiskSums(int Particles, double ParticleScores, int Others, double OtherScores)
{
    /// <summary>The sums with one more window.</summary>
    /// <param name="isParticle">Whether it shows a particle.</param>
    /// <param name="logit">z.</param>
    public RiskSums With(bool isParticle, double logit)
    {
        double score = 1 / (1 + Math.Exp(-logit));
        return isParticle
            ? this with { Particles = Particles + 1, ParticleScores = ParticleScores + score }
            : this with { Others = Others + 1, OtherScores = OtherScores + score };
    }

    /// <summary>The sums of two parts of a batch.</summary>
    public static RiskSums operator +(RiskSums a, RiskSums b) => new(
        a.Particles + b.Particles,
        a.ParticleScores + b.ParticleScores,
        a.Others + b.Others,
        a.OtherScores + b.OtherScores);
}

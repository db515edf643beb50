namespace DeepEM.Engine.Training;

/// <summary>Sums over a batch of how wrong the logits are.</summary>
/// <param name="Particles">Windows that show a particle.</param>
/// <param name="ParticleAsParticle">Σ softplus(−z) over them.</param>
/// <param name="ParticleAsOther">Σ softplus(z) over them.</param>
/// <param name="Others">All other windows.</param>
/// <param name="OtherAsOther">Σ softplus(z) over those.</param>
internal readonly record struct RiskSums(
    int Particles, double ParticleAsParticle, double ParticleAsOther, int Others, double OtherAsOther)
{
    /// <summary>The sums with one more window.</summary>
    /// <param name="isParticle">Whether it shows a particle.</param>
    /// <param name="logit">z.</param>
    public RiskSums With(bool isParticle, double logit)
    {
        double asOther = Math.Max(logit, 0) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));
        return isParticle
            ? this with
            {
                Particles = Particles + 1,
                ParticleAsParticle = ParticleAsParticle + asOther - logit,
                ParticleAsOther = ParticleAsOther + asOther,
            }
            : this with { Others = Others + 1, OtherAsOther = OtherAsOther + asOther };
    }

    /// <summary>The sums of two parts of a batch.</summary>
    public static RiskSums operator +(RiskSums a, RiskSums b) => new(
        a.Particles + b.Particles,
        a.ParticleAsParticle + b.ParticleAsParticle,
        a.ParticleAsOther + b.ParticleAsOther,
        a.Others + b.Others,
        a.OtherAsOther + b.OtherAsOther);
}

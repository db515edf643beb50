using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Verification.Probabilities;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Probabilities;

[TestFixture]
public sealed class ClassMixtureTests
{
    private static readonly (double Logit, double Weight)[] _decoys = Decoys();

    [Test]
    public void Classes_of_particles_and_of_noise_get_their_shares()
    {
        // Two classes of the same scores would be one; here scores and classes agree nine times in ten.
        (double[] logits, int[] classes, bool[] isParticle) = Mixed(particles: 300, noise: 500, seed: 1);
        var mixture = ClassMixture.Fit(logits, classes, 2, noiseShare: 0.5, _decoys);
        for (int number = 0; number < 2; number++)
        {
            int[] own = [.. Enumerable.Range(0, classes.Length).Where(i => classes[i] == number)];
            Assert.That(
                mixture.ClassProbabilities[number],
                Is.EqualTo(own.Count(i => isParticle[i]) / (double)own.Length).Within(0.12));
        }

        double promised = mixture.Probabilities.Where(r => r > 0.5).Average();
        int[] kept = [.. Enumerable.Range(0, logits.Length).Where(i => mixture.Probabilities[i] > 0.5)];
        Assert.That(kept.Count(i => isParticle[i]) / (double)kept.Length, Is.EqualTo(promised).Within(0.05));
    }

    [Test]
    public void A_higher_score_is_never_less_of_a_particle_in_its_class()
    {
        (double[] logits, int[] classes, _) = Mixed(particles: 200, noise: 200, seed: 2);
        double[] r = ClassMixture.Fit(logits, classes, 2, noiseShare: 0.5, _decoys).Probabilities;
        foreach (int number in (int[])[0, 1])
        {
            double[] byScore =
            [
                .. Enumerable.Range(0, r.Length).Where(i => classes[i] == number)
                    .OrderBy(i => logits[i]).Select(i => r[i]),
            ];
            Assert.That(byScore, Is.Ordered);
        }
    }

    [Test]
    public void Picks_that_were_cut_off_at_a_high_score_do_not_divide_by_nothing()
    {
        double[] logits = [.. Enumerable.Range(0, 300).Select(i => 7 + (0.01 * i))];
        double[] r = ClassMixture.Fit(logits, new int[300], 1, noiseShare: 0, _decoys).Probabilities;
        Assert.That(r, Has.All.InRange(0.9, 1));
    }

    [Test]
    public void Nothing_to_judge_gives_nothing() =>
        Assert.That(ClassMixture.Fit([], [], 1, noiseShare: 0, _decoys).Probabilities, Is.Empty);

    private static (double[] Logits, int[] Classes, bool[] IsParticle) Mixed(int particles, int noise, long seed)
    {
        var random = new RandomSource(seed);
        List<(double Logit, int Class, bool IsParticle)> all = [];
        for (int i = 0; i < particles + noise; i++)
        {
            bool isParticle = i < particles;
            double logit = isParticle ? 4 + (1.5 * random.NextGaussian()) : Noise(random);
            bool isUsual = random.NextDouble() < 0.9;
            if (logit >= -1.5)
            {
                all.Add((logit, isParticle == isUsual ? 0 : 1, isParticle));
            }
        }

        return ([.. all.Select(a => a.Logit)], [.. all.Select(a => a.Class)], [.. all.Select(a => a.IsParticle)]);
    }

    private static (double, double)[] Decoys()
    {
        var random = new RandomSource(99);
        return [.. Enumerable.Range(0, 2000).Select(_ => (Noise(random), 0.5))];
    }

    private static double Noise(RandomSource random) => -0.5 + (0.9 * random.NextGaussian());
}

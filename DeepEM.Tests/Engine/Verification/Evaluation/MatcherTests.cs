using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Verification.Evaluation;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Verification.Evaluation;

[Category(TestCategory.Smoke)]
public sealed class MatcherTests
{
    // Label 0 can take either pick, label 1 only pick 0. Greedy lets pick 0, the better scored, take label 0.
    [Test]
    public void Optimal_matches_both_where_greedy_matches_one()
    {
        Particle[] truth = EvaluationData.Particles((0, 0, 0), (10, 0, 0));
        Particle[] picks = EvaluationData.Particles((4, 0, 0.9), (-5, 0, 0.5));

        Assert.That(GreedyMatcher.Match(truth, picks, 7), Is.EqualTo([0, -1]));
        Assert.That(OptimalMatcher.Match(truth, picks, 7), Is.EqualTo([1, 0]));
    }

    [Test]
    public void Greedy_lets_the_better_score_choose_first_and_equal_scores_in_their_order()
    {
        Particle[] truth = EvaluationData.Particles((0, 0, 0));
        Particle[] near = EvaluationData.Particles((1, 0, 0.2), (3, 0, 0.8));
        Particle[] ties = EvaluationData.Particles((3, 0, 0.5), (1, 0, 0.5), (2, 0, 0.5));

        Assert.That(GreedyMatcher.Match(truth, near, 5), Is.EqualTo([-1, 0]));
        Assert.That(GreedyMatcher.Match(truth, ties, 5), Is.EqualTo([0, -1, -1]));
    }

    [Test]
    public void Optimal_takes_the_least_distance_among_equally_many_matches()
    {
        Particle[] truth = EvaluationData.Particles((0, 0, 0), (4, 0, 0));
        Particle[] picks = EvaluationData.Particles((3, 0, 0), (1, 0, 0), (2, 5, 0));

        Assert.That(OptimalMatcher.Match(truth, picks, 6), Is.EqualTo([1, 0, -1]));
    }

    [Test]
    public void Nothing_matches_nothing()
    {
        Particle[] one = EvaluationData.Particles((0, 0, 0));

        Assert.That(GreedyMatcher.Match([], one, 5), Is.EqualTo([-1]));
        Assert.That(OptimalMatcher.Match([], one, 5), Is.EqualTo([-1]));
        Assert.That(GreedyMatcher.Match(one, [], 5), Is.Empty);
        Assert.That(OptimalMatcher.Match(one, [], 5), Is.Empty);
    }

    [Test]
    public void Optimal_equals_the_best_of_all_matchings()
    {
        RandomSource random = new(17);
        for (int repeat = 0; repeat < 300; repeat++)
        {
            Particle[] truth = EvaluationData.Strewn(random, 1 + random.NextInt32(6), 30);
            Particle[] picks = EvaluationData.Strewn(random, 1 + random.NextInt32(6), 30);
            double radius = random.NextDouble(3, 20);

            int[] labelOfPick = OptimalMatcher.Match(truth, picks, radius);

            (int matches, double distance) = EvaluationData.Sum(truth, picks, labelOfPick);
            (int most, double least) = BestOfAll(truth, picks, radius, 0, new bool[truth.Length]);
            Assert.That(matches, Is.EqualTo(most));
            Assert.That(distance, Is.EqualTo(least).Within(1e-9));
        }
    }

    [TestCase(80)]
    [TestCase(200)]
    public void Optimal_matches_one_to_one_within_the_radius_and_at_least_as_many_as_greedy(double radius)
    {
        RandomSource random = new(23);
        Particle[] truth = EvaluationData.Strewn(random, 1000, 4096);
        Particle[] picks = EvaluationData.Strewn(random, 3000, 4096);

        int[] greedy = GreedyMatcher.Match(truth, picks, radius);
        int[] optimal = OptimalMatcher.Match(truth, picks, radius);

        foreach (int[] labelOfPick in new[] { greedy, optimal })
        {
            int[] labels = [.. labelOfPick.Where(label => label >= 0)];
            Assert.That(labels, Is.Unique);
            for (int i = 0; i < picks.Length; i++)
            {
                Assert.That(
                    labelOfPick[i] < 0 || EvaluationData.Distance(picks[i], truth[labelOfPick[i]]) < radius, Is.True);
            }
        }

        int greedyMatches = EvaluationData.Sum(truth, picks, greedy).Matches;
        Assert.That(EvaluationData.Sum(truth, picks, optimal).Matches, Is.GreaterThanOrEqualTo(greedyMatches));
    }

    [Test]
    public void The_order_of_labels_and_picks_does_not_change_what_is_found()
    {
        RandomSource random = new(29);
        Particle[] truth = EvaluationData.Strewn(random, 200, 600);
        Particle[] picks = EvaluationData.Strewn(random, 300, 600);
        Particle[] truth2 = [.. truth];
        Particle[] picks2 = [.. picks];
        random.Shuffle<Particle>(truth2);
        random.Shuffle<Particle>(picks2);

        (int matches, double distance) =
            EvaluationData.Sum(truth, picks, OptimalMatcher.Match(truth, picks, 30));
        (int matches2, double distance2) =
            EvaluationData.Sum(truth2, picks2, OptimalMatcher.Match(truth2, picks2, 30));
        Assert.That(matches2, Is.EqualTo(matches));
        Assert.That(distance2, Is.EqualTo(distance).Within(1e-9));

        int[] greedy = GreedyMatcher.Match(truth, picks, 30);
        int[] greedy2 = GreedyMatcher.Match(truth2, picks2, 30);
        HashSet<Particle> found = [.. picks.Where((_, i) => greedy[i] >= 0)];
        Assert.That(picks2.Where((_, i) => greedy2[i] >= 0), Is.EquivalentTo(found));
    }

    private static (int Matches, double Distance) BestOfAll(
        Particle[] truth, Particle[] picks, double radius, int pick, bool[] taken)
    {
        if (pick == picks.Length)
        {
            return (0, 0);
        }

        (int Matches, double Distance) best = BestOfAll(truth, picks, radius, pick + 1, taken);
        for (int label = 0; label < truth.Length; label++)
        {
            double distance = EvaluationData.Distance(truth[label], picks[pick]);
            if (!taken[label] && distance < radius)
            {
                taken[label] = true;
                (int matches, double sum) = BestOfAll(truth, picks, radius, pick + 1, taken);
                taken[label] = false;
                (int Matches, double Distance) candidate = (matches + 1, sum + distance);
                bool better = candidate.Matches > best.Matches
                    || (candidate.Matches == best.Matches && candidate.Distance < best.Distance);
                best = better ? candidate : best;
            }
        }

        return best;
    }
}

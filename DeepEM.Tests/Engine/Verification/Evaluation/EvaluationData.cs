using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Engine.Verification.Evaluation;

namespace DeepEM.Tests.Engine.Verification.Evaluation;

/// <summary>Labels and picks that the tests of this folder share.</summary>
internal static class EvaluationData
{
    /// <summary>Particles from triples of x, y and score.</summary>
    public static Particle[] Particles(params (double X, double Y, double Score)[] triples) =>
        [.. triples.Select(triple => new Particle(triple.X, triple.Y, triple.Score))];

    /// <summary>A 1000 × 1000 micrograph.</summary>
    public static LabelledMicrograph Micrograph(
        Particle[] truth, Particle[] picks, Particle[]? ignored = null, string name = "m") =>
        new(name, 1000, 1000, truth, picks, ignored ?? []);

    /// <summary>Particles strewn over a square, with distinct scores.</summary>
    public static Particle[] Strewn(RandomSource random, int count, double side)
    {
        Particle[] particles = new Particle[count];
        for (int i = 0; i < count; i++)
        {
            double x = random.NextDouble(0, side);
            double y = random.NextDouble(0, side);
            particles[i] = new Particle(x, y, random.NextDouble());
        }

        return particles;
    }

    /// <summary>Distance of a pick from the label it was given.</summary>
    public static double Distance(Particle a, Particle b) => Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2));

    /// <summary>Number of matches and sum of their distances.</summary>
    public static (int Matches, double Distance) Sum(Particle[] truth, Particle[] picks, int[] labelOfPick)
    {
        int matches = 0;
        double sum = 0;
        for (int i = 0; i < picks.Length; i++)
        {
            if (labelOfPick[i] >= 0)
            {
                matches++;
                sum += Distance(picks[i], truth[labelOfPick[i]]);
            }
        }

        return (matches, sum);
    }

    /// <summary>
    /// Two crowded little micrographs with ties in score, double picks, twin labels and ignored places. What an
    /// independent scorer (SciPy's linear_sum_assignment and a plain greedy loop) says of them is in EvaluatorTests.
    /// </summary>
    public static LabelledMicrograph[] Crowded() =>
    [
        new(
            "first",
            200,
            150,
            Particles(
                (30, 25, 0), (29, 61, 0), (156, 134, 0), (99, 81, 0), (117, 14, 0), (119, 80, 0), (140, 23, 0),
                (10, 110, 0), (97, 137, 0)),
            Particles(
                (5, 113, 0.4), (96, 137, 0.1), (126, 73, 0.1), (96, 108, 0.5), (137, 28, 0.9), (41, 33, 0.7),
                (61, 52, 0), (39, 27, 0.8), (164, 88, 0.3), (196, 35, 0.9), (168, 146, 0.9), (37, 62, 0.2),
                (98, 84, 0.5), (36, 59, 0.9), (110, 139, 0.2), (90, 74, 0.2), (126, 10, 0.3), (149, 134, 0.1)),
            Particles((8, 109, 0), (99, 133, 0))),
        new(
            "second",
            120,
            180,
            Particles((107, 89, 0), (39, 9, 0), (38, 8, 0), (14, 147, 0), (90, 6, 0), (23, 84, 0)),
            Particles(
                (113, 77, 0.4), (106, 82, 0.2), (35, 51, 0.8), (83, 8, 0.9), (2, 117, 0.4), (39, 0, 0.7), (22, 139, 1),
                (43, 88, 0.2), (47, 2, 0.3), (83, 130, 0.1), (37, 17, 0.3), (112, 153, 0.7), (42, 14, 0.3),
                (19, 137, 0), (30, 92, 0.3)),
            Particles((116, 73, 0), (109, 78, 0))),
    ];
}

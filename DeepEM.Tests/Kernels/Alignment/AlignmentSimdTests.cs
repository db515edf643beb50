using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Alignment;

/// <summary>What expansion and alignment together promise, at the sizes that particles have.</summary>
public sealed class AlignmentSimdTests
{
    private const int Side = 64;

    private static readonly PolarBasis _basis = new(Side, 20, 14, 64);
    private static readonly int[] _threads = [1, 2, 8];
    private readonly SimdBackend _backend = new(2);

    [OneTimeTearDown]
    public void Release() => _backend.Dispose();

    [Test]
    public void White_noise_has_the_power_of_the_mask_on_every_ring()
    {
        const int Crops = 1500;
        float[] coefficients = Expand(_backend, Noise(1, Crops), Crops, Side, [(0, 0)], _ => 1);
        double[] power = new double[_basis.Rings + 1];
        foreach (float[] vector in coefficients.Chunk(2 * _basis.Length))
        {
            double[] rings = _basis.RingPower(vector);
            for (int k = 1; k < power.Length; k++)
            {
                power[k] += rings[k] / (Crops * _basis.MaskPower * Side * Side);
            }
        }

        Assert.That(power[1..], Is.All.EqualTo(1).Within(0.05));
    }

    [Test]
    public void Whitened_noise_is_on_average_as_likely_with_a_faint_reference_as_without()
    {
        const int Crops = 3000;
        float[] reference = Expand(_backend, Particle(0), 1, Side, [(0, 0)], Whitening);
        double scale = Math.Sqrt(0.2 / _basis.RingPower(reference).Sum());
        AlignmentShape shape = new(_basis, Crops, 1, 1, 1, Accumulates: false);
        AlignmentProblem problem = new(
            Numbers.Doubles(Expand(_backend, Noise(2, Crops), Crops, Side, [(0, 0)], Whitening)),
            [.. reference.Select(value => scale * value)],
            [.. Enumerable.Repeat(-0.2, Crops)],
            [0]);
        (float[] summaries, _, _) = problem.Align(_backend.Allocate, _backend.Alignment, shape);
        Assert.That(summaries.Chunk(6).Average(found => Math.Exp(found[0])), Is.EqualTo(1).Within(0.04));
    }

    [Test]
    public void Crops_turned_by_a_quarter_turn_their_pose_by_a_quarter_and_nothing_else()
    {
        const int Crops = 20;
        const int CropSide = 48;
        double[] crops = Numbers.Draw(3, Crops * CropSide * CropSide);
        double[] turned = new double[crops.Length];
        for (int n = 0; n < Crops; n++)
        {
            for (int y = 1; y < CropSide; y++)
            {
                for (int x = 1; x < CropSide; x++)
                {
                    double value = crops[(((n * CropSide) + y) * CropSide) + x];
                    turned[(((n * CropSide) + x) * CropSide) + CropSide - y] = value;
                }
            }
        }

        AlignmentShape shape = new(_basis, Crops, 1, 3, 1, Accumulates: false);
        AlignmentProblem problem = AlignmentProblem.Draw(shape, 0.3) with { ShiftPriors = [0] };
        float[] one = Summaries(crops);
        float[] other = Summaries(turned);
        for (int n = 0; n < Crops; n++)
        {
            Assert.That(other[6 * n], Is.EqualTo(one[6 * n]).Within(2e-5 * Math.Abs(one[6 * n])));
            Assert.That(other[(6 * n) + 2], Is.EqualTo(one[(6 * n) + 2]));
            Assert.That(other[(6 * n) + 4], Is.EqualTo((one[(6 * n) + 4] + 16) % 64));
        }

        float[] Summaries(double[] images)
        {
            float[] coefficients = Expand(_backend, images, Crops, CropSide, [(0, 0)], Whitening);
            return (problem with { Coefficients = Numbers.Doubles(coefficients) })
                .Align(_backend.Allocate, _backend.Alignment, shape).Summaries;
        }
    }

    [Test]
    public void A_particle_in_noise_is_most_likely_where_it_was_planted()
    {
        // Each crop shows the particle turned by 5·n sixty-fourths of a turn, one pixel to the right.
        const int Crops = 64;
        double[] noise = Noise(4, Crops);
        double[] crops = [.. Enumerable.Range(0, Crops).SelectMany(n => Particle(2 * Math.PI * 5 * n / 64, 1))];
        crops = [.. crops.Zip(noise, (a, b) => (1.5 * a) + b)];
        (int, int)[] shifts = [(-2, 0), (0, 4), (1, 0), (4, 3)];
        float[] reference = Expand(_backend, Particle(0), 1, Side, [(0, 0)], Whitening);
        float[] mirrored = Expand(
            _backend, [.. Particle(0).Chunk(Side).SelectMany(row => row.Skip(1).Reverse().Prepend(0))],
            1, Side, [(0, 0)], Whitening);
        double power = 1.5 * 1.5 * _basis.RingPower(reference).Sum();
        AlignmentShape shape = new(_basis, Crops, shifts.Length, 2, 1, Accumulates: true);
        AlignmentProblem problem = new(
            Numbers.Doubles(Expand(_backend, crops, Crops, Side, shifts, Whitening)),
            [.. mirrored.Concat(reference).Select(value => 1.5 * value)],
            [.. Enumerable.Repeat(-power, 2 * Crops)],
            new double[shifts.Length]);
        (float[] summaries, float[] memberships, float[] sums) = problem.Align(
            _backend.Allocate, _backend.Alignment, shape);
        for (int n = 0; n < Crops; n++)
        {
            Assert.That((summaries[(6 * n) + 2], summaries[(6 * n) + 3]), Is.EqualTo((1f, 2f)));
            double error = (summaries[(6 * n) + 4] - (5 * n) + 640) % 64;
            Assert.That(Math.Min(error, 64 - error), Is.LessThanOrEqualTo(1));
            Assert.That(memberships[(2 * n) + 1], Is.GreaterThan(0.99f));
        }

        double[] average = Numbers.Doubles(_basis.Image(sums.AsSpan(2 * _basis.Length)));
        double[] truth = Numbers.Doubles(_basis.Image(reference));
        double correlation = Numbers.Dot(average, truth) / (Numbers.Norm(average) * Numbers.Norm(truth));
        Assert.That(correlation, Is.GreaterThan(0.97));
    }

    [Test]
    public void Any_number_of_threads_gives_the_same_bytes()
    {
        const int Crops = 150;
        double[] crops = Noise(5, Crops);
        (int, int)[] shifts = [(0, 0), (2, 0), (0, -2)];
        AlignmentShape shape = new(_basis, Crops, shifts.Length, 5, 0.5f, Accumulates: true);
        AlignmentProblem problem = AlignmentProblem.Draw(shape, 0.1);
        float[][] results = [.. _threads.Select(threads =>
        {
            using SimdBackend backend = new(threads);
            float[] coefficients = Expand(backend, crops, Crops, Side, shifts, Whitening);
            (float[] summaries, float[] memberships, float[] sums) = (problem with
            {
                Coefficients = Numbers.Doubles(coefficients),
            }).Align(backend.Allocate, backend.Alignment, shape);
            return (float[])[.. coefficients, .. summaries, .. memberships, .. sums];
        })];
        Agreement.RequireSameBits(results[1], results[0]);
        Agreement.RequireSameBits(results[2], results[0]);
    }

    // Noise of variance 1 on every pixel gets a power of π·k·f on every ring.
    private static double Whitening(int ring) => Math.Sqrt(Math.PI * ring) / Side;

    private static double[] Noise(long seed, int crops)
    {
        RandomSource random = new(seed);
        return [.. Enumerable.Range(0, crops * Side * Side).Select(_ => random.NextGaussian())];
    }

    // Three blobs of different size that no turn and no mirror brings onto each other.
    private static double[] Particle(double angle, double shift = 0)
    {
        double[] image = new double[Side * Side];
        (double sin, double cos) = Math.SinCos(angle);
        for (int pixel = 0; pixel < image.Length; pixel++)
        {
            double x = (pixel % Side) - (Side / 2) - shift;
            double y = (pixel / Side) - (Side / 2);
            (double u, double v) = ((x * cos) + (y * sin), (y * cos) - (x * sin));
            image[pixel] = Blob(u - 11, v, 4) + Blob(u + 4, v - 9, 3) - Blob(u + 2, v + 7, 5);
        }

        return image;
    }

    private static double Blob(double x, double y, double size) => Math.Exp(-((x * x) + (y * y)) / (2 * size * size));

    private static float[] Expand(
        SimdBackend backend, double[] images, int crops, int cropSide, (int, int)[] shifts, Func<int, double> gain)
    {
        PolarExpansion shape = new(_basis, crops, cropSide, shifts);
        using Tensor pixels = backend.Flat(images);
        using Tensor offsets = backend.Flat(new double[2 * crops]);
        using Tensor gains = backend.Flat(
            [.. Enumerable.Range(0, crops * (_basis.Rings + 1)).Select(n => gain(n % (_basis.Rings + 1)))]);
        using Tensor table = backend.Allocate(_basis.Table.Length);
        table.Upload(_basis.Table);
        using Tensor coefficients = backend.FlatOutput((long)crops * shifts.Length * 2 * _basis.Length);
        backend.Alignment.Expand(pixels, offsets, gains, table, coefficients, shape);
        return coefficients.Read();
    }
}

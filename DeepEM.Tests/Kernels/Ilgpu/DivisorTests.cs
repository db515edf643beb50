using DeepEM.Kernels.Ilgpu;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Ilgpu;

public sealed class DivisorTests
{
    private static readonly int[] _divisors =
    [
        .. Enumerable.Range(1, 300),
        .. Enumerable.Range(9, 22).SelectMany(bits => new[] { (1 << bits) - 1, 1 << bits, (1 << bits) + 1 }),
        641, 65_521, 6_700_417, 1_000_000_007, int.MaxValue - 1, int.MaxValue,
    ];

    [Test]
    public void Quotients_are_those_of_a_division_around_every_multiple_that_is_tried()
    {
        foreach (int value in _divisors)
        {
            Divisor divisor = Divisor.Of(value);
            for (long multiple = 0; multiple <= int.MaxValue; multiple += StepOf(value))
            {
                for (long dividend = Math.Max(0, multiple - 1); dividend <= multiple + 1; dividend++)
                {
                    if (dividend <= int.MaxValue)
                    {
                        int quotient = divisor.Quotient((int)dividend);
                        Assert.That(quotient == dividend / value, $"{dividend} / {value} is not {quotient}");
                    }
                }
            }

            Assert.That(divisor.Quotient(int.MaxValue) == int.MaxValue / value, $"{int.MaxValue} / {value}");
        }
    }

    [TestCase(0)]
    [TestCase(-3)]
    public void Nothing_is_divided_by_less_than_one(int value) =>
        Assert.That(() => Divisor.Of(value), Throws.InstanceOf<ArgumentOutOfRangeException>());

    // Some four thousand multiples of each, as far as 32 bits count.
    private static long StepOf(int value) => value * Math.Max(1, (1L << 31) / value / 4096);
}

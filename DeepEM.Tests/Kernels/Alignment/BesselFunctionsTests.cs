using DeepEM.Kernels.Alignment;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Alignment;

public sealed class BesselFunctionsTests
{
    // Abramowitz and Stegun, tables 9.1 to 9.4.
    [TestCase(0, 1.0, 0.7651976865579666)]
    [TestCase(1, 1.0, 0.4400505857449335)]
    [TestCase(0, 2.0, 0.2238907791412357)]
    [TestCase(2, 2.0, 0.3528340286156377)]
    [TestCase(0, 5.0, -0.1775967713143383)]
    [TestCase(5, 5.0, 0.2611405461201701)]
    [TestCase(10, 10.0, 0.2074861066333589)]
    [TestCase(10, 1.0, 2.630615123687453e-10)]
    [TestCase(20, 1.0, 3.873503008524658e-25)]
    [TestCase(0, 50.0, 0.05581232766925181)]
    [TestCase(1, 50.0, -0.09751182812517513)]
    public void Values_are_those_of_the_tables(int order, double x, double expected)
    {
        double[] values = new double[order + 1];
        BesselFunctions.Evaluate(x, values);
        Assert.That(values[order], Is.EqualTo(expected).Within((1e-12 * Math.Abs(expected)) + 1e-16));
    }

    [TestCase(0.0)]
    [TestCase(1e-12)]
    [TestCase(0.1)]
    [TestCase(3.7)]
    [TestCase(40.0)]
    [TestCase(300.0)]
    public void Squares_over_all_orders_add_up_to_one(double x)
    {
        double[] values = new double[400];
        BesselFunctions.Evaluate(x, values);
        Assert.That((2 * values.Sum(value => value * value)) - (values[0] * values[0]), Is.EqualTo(1).Within(1e-13));
    }

    [TestCase(-0.5)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void What_is_no_argument_is_refused(double x) =>
        Assert.That(() => BesselFunctions.Evaluate(x, new double[3]), Throws.InstanceOf<ArgumentOutOfRangeException>());
}

using DeepEM.Engine.Learning.Networks;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Networks;

public sealed class BaselineNetworksTests
{
    // (1·49+1)·8 + (8·25+1)·16 + (16·9+1)·32 + 32·25 + 1, and so on.
    [TestCase("A", 64, 8, 5, 400 + 3216 + 4640 + 801)]
    [TestCase("B", 180, 12, 8, 2652 + 16212 + 14412 + 769)]
    [TestCase("C", 128, 8, 10, 1356 + 7212 + 3612 + 1201)]
    public void Networks_are_those_that_other_libraries_are_measured_on(
        string name, int side, int stride, int outputSide, int parameters)
    {
        NetworkDescription network = BaselineNetworks.Named(name);

        Assert.That(network.InputSide, Is.EqualTo(side));
        Assert.That(network.TotalStride, Is.EqualTo(stride));
        Assert.That(network.OutputSide, Is.EqualTo(outputSide));
        Assert.That(network.ParameterCount, Is.EqualTo(parameters));
        Assert.That(BaselineNetworks.Names, Does.Contain(name));
    }

    [Test]
    public void Other_names_are_refused()
    {
        Assert.That(() => BaselineNetworks.Named("D"), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}

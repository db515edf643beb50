using DeepEM.Engine.Coordinates;
using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Micrographs.Preparation;
using DeepEM.Engine.Picking.Scoring;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Engine.Learning.Networks;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Picking.Scoring;

[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.Names))]
public sealed class TurnedParametersTests(string backendName)
{
    private static readonly NetworkDescription[] _networks = [SmallNetworks.Published, SmallNetworks.Default];

    [TestCaseSource(nameof(_networks))]
    public void Turned_networks_give_the_logits_of_turned_windows(NetworkDescription network)
    {
        IComputeBackend backend = TestBackends.Get(backendName);
        int side = network.InputSide;
        var image = new PreparedMicrograph(
            "noise", SmallNetworks.Noise(side * side, 3), side, side, Binning: 1, side, side);
        float[] given = SmallNetworks.Parameters(network, 5);
        using var parameters = new NetworkParameters(backend, network);
        using var windows = new WindowNetwork(backend, network, 1, training: false);
        float[] upright = Window(image, orientation: 0);
        var seen = new HashSet<float>();
        for (int orientation = 0; orientation < WindowCutter.Orientations; orientation++)
        {
            parameters.All.Upload(given);
            float expected = Logit(windows, parameters, Window(image, orientation));
            parameters.All.Upload(TurnedParameters.Of(network, given, orientation));
            float actual = Logit(windows, parameters, upright);

            Assert.That(Math.Abs(actual - expected) <= 1e-5, $"orientation {orientation}: {actual}, not {expected}");
            seen.Add(expected);
        }

        Assert.That(seen, Has.Count.EqualTo(WindowCutter.Orientations), "the network sees no difference");
    }

    private static float[] Window(PreparedMicrograph image, int orientation)
    {
        float[] window = new float[image.Pixels.Length];
        double centre = (image.Width - 1) / 2.0;
        WindowCutter.Cut(image, new BinnedPosition(centre, centre), orientation, image.Width, window);
        return window;
    }

    private static float Logit(WindowNetwork network, NetworkParameters parameters, float[] window)
    {
        network.Input.Upload(window);
        network.Forward(parameters, 1);
        float[] logit = new float[1];
        network.Logits.Download(logit);
        return logit[0];
    }
}

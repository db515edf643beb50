using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Loss;
using DeepEM.Kernels.Memory;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Engine.Learning.Networks;

[TestFixtureSource(typeof(TestBackends), nameof(TestBackends.Names))]
public sealed class WindowNetworkTests(string backendName)
{
    private static readonly NetworkDescription[] _networks =
        [SmallNetworks.Published, SmallNetworks.Default, SmallNetworks.Untiled];

    // Central differences of a float32 loss: the step balances rounding (1e-7 / step) against curvature (step²).
    private const float Step = 5e-3f;

    [TestCaseSource(nameof(_networks))]
    public void Backward_matches_central_differences_of_the_loss(NetworkDescription network)
    {
        IComputeBackend backend = TestBackends.Get(backendName);
        const int count = 3;
        float[] parameters = SmallNetworks.Parameters(network, 5);
        using var setup = new Setup(backend, network, count);

        setup.Loss(parameters);
        setup.Windows.Backward(setup.Parameters, setup.Gradient, count);
        float[] gradient = new float[network.ParameterCount];
        setup.Gradient.All.Download(gradient);

        double largest = gradient.Max(Math.Abs);
        int compared = 0;
        for (int i = 0; i < parameters.Length; i += 1 + (parameters.Length / 60))
        {
            double difference = Difference(setup, parameters, i, Step);
            double half = Difference(setup, parameters, i, Step / 2);

            // A rectifier or maximum that switches between the two points has no derivative to compare with.
            if (Math.Abs(difference - half) > 0.02 * largest)
            {
                continue;
            }

            compared++;
            bool near = Math.Abs(gradient[i] - half) <= 0.02 * largest;
            Assert.That(near, $"parameter {i}: {gradient[i]}, central difference {half}");
        }

        Assert.That(compared, Is.GreaterThan(40));
    }

    [TestCaseSource(nameof(_networks))]
    public void Score_of_a_window_does_not_depend_on_its_neighbours(NetworkDescription network)
    {
        IComputeBackend backend = TestBackends.Get(backendName);
        const int count = 5;
        int length = network.InputSide * network.InputSide;
        float[] windows = SmallNetworks.Noise(count * length, 3);
        using var parameters = new NetworkParameters(backend, network);
        parameters.All.Upload(SmallNetworks.Parameters(network, 5));
        using var together = new WindowNetwork(backend, network, count, training: false);
        together.Input.Upload(windows);
        together.Forward(parameters, count);
        float[] all = new float[count];
        together.Logits.Download(all);

        float[] one = new float[1];
        for (int n = 0; n < count; n++)
        {
            together.Input.Upload(windows.AsSpan(n * length, length));
            together.Forward(parameters, 1);
            together.Logits.Download(one);
            Assert.That(one[0], Is.EqualTo(all[n]), $"window {n}");
        }
    }

    [Test]
    public void Backward_of_a_scoring_network_is_rejected()
    {
        IComputeBackend backend = TestBackends.Get(backendName);
        using var parameters = new NetworkParameters(backend, SmallNetworks.Default);
        using var network = new WindowNetwork(backend, SmallNetworks.Default, 1, training: false);
        Assert.That(() => network.Backward(parameters, parameters, 1), Throws.InvalidOperationException);
    }

    private static double Difference(Setup setup, float[] parameters, int index, float step)
    {
        float[] changed = (float[])parameters.Clone();
        changed[index] = parameters[index] + step;
        double above = setup.Loss(changed);
        changed[index] = parameters[index] - step;
        return (above - setup.Loss(changed)) / (2 * step);
    }

    private sealed class Setup : IDisposable
    {
        private readonly IComputeBackend _backend;
        private readonly int _count;
        private readonly Tensor _targets;
        private readonly Tensor _weights;
        private readonly Tensor _losses;

        public Setup(IComputeBackend backend, NetworkDescription network, int count)
        {
            _backend = backend;
            _count = count;
            Windows = new WindowNetwork(backend, network, count, training: true);
            Parameters = new NetworkParameters(backend, network);
            Gradient = new NetworkParameters(backend, network);
            var scalars = new ImageShape(count, 1, 1, 1);
            _targets = backend.AllocateImages(scalars, ImageLayout.Patches);
            _weights = backend.AllocateImages(scalars, ImageLayout.Patches);
            _losses = backend.AllocateImages(scalars, ImageLayout.Patches);
            Windows.Input.Upload(SmallNetworks.Noise(count * network.InputSide * network.InputSide, 17));
            _targets.Upload([.. Enumerable.Range(0, count).Select(n => (float)(n % 2))]);
            _weights.Upload([.. Enumerable.Repeat(1f / count, count)]);
        }

        public WindowNetwork Windows { get; }

        public NetworkParameters Parameters { get; }

        public NetworkParameters Gradient { get; }

        public double Loss(float[] parameters)
        {
            Parameters.All.Upload(parameters);
            Windows.Forward(Parameters, _count);
            _backend.Layers.Loss(
                Windows.Logits,
                _targets,
                _weights,
                _losses,
                Windows.LogitsGradient,
                _count,
                LossKind.BinaryCrossEntropy);
            float[] losses = new float[_count];
            _losses.Download(losses);
            return losses.Sum(l => (double)l);
        }

        public void Dispose()
        {
            Windows.Dispose();
            Parameters.Dispose();
            Gradient.Dispose();
            _targets.Dispose();
            _weights.Dispose();
            _losses.Dispose();
        }
    }
}

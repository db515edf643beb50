using DeepEM.Engine.Networks;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Loss;

namespace DeepEM.Engine.Training;

/// <summary>What one worker needs for one chunk of labelled windows: the network's activations and the loss.</summary>
internal sealed class ChunkWorkspace : IDisposable
{
    private readonly IComputeBackend _backend;
    private readonly Tensor _targets;
    private readonly Tensor _weights;
    private readonly Tensor _losses;
    private readonly float[] _windows;
    private readonly bool[] _isParticle;
    private readonly float[] _hostTargets;
    private readonly float[] _hostWeights;
    private readonly float[] _hostLosses;
    private readonly int _windowLength;

    public ChunkWorkspace(IComputeBackend backend, NetworkDescription network, int capacity, bool training)
    {
        _backend = backend;
        _windowLength = network.InputSide * network.InputSide;
        Network = new WindowNetwork(backend, network, capacity, training);
        var scalars = new ImageShape(capacity, 1, 1, 1);
        _targets = backend.AllocateImages(scalars, ImageLayout.Patches);
        _weights = backend.AllocateImages(scalars, ImageLayout.Patches);
        _losses = backend.AllocateImages(scalars, ImageLayout.Patches);
        _windows = new float[checked(capacity * _windowLength)];
        _isParticle = new bool[capacity];
        _hostTargets = new float[capacity];
        _hostWeights = new float[capacity];
        _hostLosses = new float[capacity];
        HostLogits = new float[capacity];
    }

    public WindowNetwork Network { get; }

    /// <summary>The logits, after <see cref="Loss"/> and <see cref="DownloadLogits"/>.</summary>
    public float[] HostLogits { get; }

    /// <summary>Whether a window of the last <see cref="Fill"/> shows a particle.</summary>
    public ReadOnlySpan<bool> IsParticle => _isParticle;

    public void Fill(IWindowSource source, int first, int count, ExampleWeights weights)
    {
        for (int n = 0; n < count; n++)
        {
            _isParticle[n] = source.Fill(first + n, _windows.AsSpan(n * _windowLength, _windowLength)) > 0.5f;
            _hostTargets[n] = _isParticle[n] ? weights.ParticleTarget : weights.OtherTarget;
            _hostWeights[n] = _isParticle[n] ? weights.ParticleWeight : weights.OtherWeight;
        }

        Network.Input.Upload(_windows.AsSpan(0, count * _windowLength));
        _targets.Upload(_hostTargets.AsSpan(0, count));
        _weights.Upload(_hostWeights.AsSpan(0, count));
    }

    /// <summary>
    /// Forward pass and loss; leaves the gradient where <see cref="WindowNetwork.Backward"/> wants it.
    /// </summary>
    public double Loss(NetworkParameters parameters, int count, LossKind kind)
    {
        Network.Forward(parameters, count);
        _backend.Loss(Network.Logits, _targets, _weights, _losses, Network.LogitsGradient, count, kind);
        _losses.Download(_hostLosses.AsSpan(0, count));
        double sum = 0;
        for (int n = 0; n < count; n++)
        {
            sum += _hostLosses[n];
        }

        return sum;
    }

    /// <summary>How wrong the logits are, after <see cref="Loss"/>.</summary>
    public RiskSums Risk(int count)
    {
        DownloadLogits(count);
        RiskSums sums = default;
        for (int n = 0; n < count; n++)
        {
            sums = sums.With(_isParticle[n], HostLogits[n]);
        }

        return sums;
    }

    public void DownloadLogits(int count) => Network.Logits.Download(HostLogits.AsSpan(0, count));

    public void Dispose()
    {
        Network.Dispose();
        _targets.Dispose();
        _weights.Dispose();
        _losses.Dispose();
    }
}

using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Windows;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Loss;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Learning.Training;

/// <summary>What one worker needs for one chunk of labelled windows: the network's activations and the loss.</summary>
/// <remarks>
/// On a device nothing but <see cref="TakeLoss"/> and <see cref="DownloadLogits"/> waits for it, so that the next chunk
/// is cut and copied while it computes; all cores of the host cut windows for it.
/// </remarks>
internal sealed class ChunkWorkspace : IDisposable
{
    private readonly IComputeBackend _backend;
    private readonly Tensor _targets;
    private readonly Tensor _weights;
    private readonly Tensor[] _losses;
    private readonly Queue<(int Slot, int Count)> _queued;
    private readonly HostBuffer _windows;
    private readonly bool[] _isParticle;
    private readonly float[] _hostTargets;
    private readonly float[] _hostWeights;
    private readonly float[] _hostLosses;
    private readonly int _windowLength;
    private int _next;

    /// <summary>Makes room.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="network">The network.</param>
    /// <param name="capacity">Most windows of a chunk.</param>
    /// <param name="training">Whether gradients will be asked for.</param>
    /// <param name="losses">How many losses may wait on the device.</param>
    public ChunkWorkspace(
        IComputeBackend backend, NetworkDescription network, int capacity, bool training, int losses = 1)
    {
        _backend = backend;
        _windowLength = network.InputSide * network.InputSide;
        Network = new WindowNetwork(backend, network, capacity, training);
        var scalars = new ImageShape(capacity, 1, 1, 1);
        _targets = backend.AllocateImages(scalars, ImageLayout.Patches);
        _weights = backend.AllocateImages(scalars, ImageLayout.Patches);
        _losses =
            [.. Enumerable.Range(0, losses).Select(_ => backend.AllocateImages(scalars, ImageLayout.Patches))];
        _queued = new Queue<(int Slot, int Count)>(losses);
        _windows = backend.AllocateHost(checked(capacity * _windowLength));
        _isParticle = new bool[capacity];
        _hostTargets = new float[capacity];
        _hostWeights = new float[capacity];
        _hostLosses = new float[capacity];
        HostLogits = new float[capacity];
    }

    public WindowNetwork Network { get; }

    /// <summary>Losses that wait on the device.</summary>
    public int Queued => _queued.Count;

    /// <summary>The logits, after <see cref="QueueLoss"/> and <see cref="DownloadLogits"/>.</summary>
    public float[] HostLogits { get; }

    /// <summary>Whether a window of the last <see cref="Fill"/> shows a particle.</summary>
    public ReadOnlySpan<bool> IsParticle => _isParticle;

    public void Fill(IWindowSource source, int first, int count, ExampleWeights weights)
    {
        if (_backend.LendsHostCores)
        {
            for (int n = 0; n < count; n++)
            {
                Cut(source, first, n);
            }
        }
        else
        {
            Parallel.For(0, count, n => Cut(source, first, n));
        }

        for (int n = 0; n < count; n++)
        {
            _hostTargets[n] = _isParticle[n] ? weights.ParticleTarget : weights.OtherTarget;
            _hostWeights[n] = _isParticle[n] ? weights.ParticleWeight : weights.OtherWeight;
        }

        Network.Input.Upload(_windows, count * _windowLength);
        _targets.Upload(_hostTargets.AsSpan(0, count));
        _weights.Upload(_hostWeights.AsSpan(0, count));
    }

    /// <summary>
    /// Forward pass and loss, which waits to be taken; leaves the gradient where <see cref="WindowNetwork.Backward"/>
    /// wants it.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no room for another loss.</exception>
    public void QueueLoss(NetworkParameters parameters, int count, LossKind kind)
    {
        if (_queued.Count == _losses.Length)
        {
            throw new InvalidOperationException($"{_queued.Count} losses have not been taken.");
        }

        Network.Forward(parameters, count);
        _backend.Layers.Loss(Network.Logits, _targets, _weights, _losses[_next], Network.LogitsGradient, count, kind);
        _queued.Enqueue((_next, count));
        _next = (_next + 1) % _losses.Length;
    }

    /// <summary>Waits for the loss that was queued first of those that wait.</summary>
    public double TakeLoss()
    {
        (int slot, int count) = _queued.Dequeue();
        _losses[slot].Download(_hostLosses.AsSpan(0, count));
        double sum = 0;
        for (int n = 0; n < count; n++)
        {
            sum += _hostLosses[n];
        }

        return sum;
    }

    /// <summary>How wrong the logits are, after <see cref="QueueLoss"/>.</summary>
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
        _windows.Dispose();
        foreach (Tensor losses in _losses)
        {
            losses.Dispose();
        }
    }

    private void Cut(IWindowSource source, int first, int n) =>
        _isParticle[n] = source.Fill(first + n, _windows.Values.Slice(n * _windowLength, _windowLength)) > 0.5f;
}

using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>The logits of a batch of separate windows, from the host's memory to the host's memory.</summary>
public sealed class WindowScoringWork : BenchmarkWork
{
    private readonly IComputeBackend _backend;
    private readonly NetworkParameters _parameters;
    private readonly WindowNetwork[] _workers;
    private readonly RandomWindows _windows;
    private readonly float[] _logits;
    private readonly int _windowLength;
    private readonly int _chunk;

    /// <summary>Makes the work ready.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="network">The network.</param>
    /// <param name="batch">Windows in the batch.</param>
    public WindowScoringWork(IComputeBackend backend, NetworkDescription network, int batch)
        : base(CostOf(network, batch))
    {
        ArgumentNullException.ThrowIfNull(backend);
        _backend = backend;
        _chunk = Math.Min(backend.ChunkImages, batch);
        _windowLength = network.InputSide * network.InputSide;
        _windows = new RandomWindows(network, batch);
        _logits = new float[batch];
        _parameters = new NetworkParameters(backend, network);
        _parameters.All.Upload(SeededNumbers.Parameters(network));
        _workers = new WindowNetwork[backend.Workers];
        for (int w = 0; w < _workers.Length; w++)
        {
            _workers[w] = new WindowNetwork(backend, network, _chunk, training: false);
        }
    }

    /// <inheritdoc/>
    public override void Run()
    {
        _backend.ForEach((_logits.Length + _chunk - 1) / _chunk, (worker, chunk) =>
        {
            int first = chunk * _chunk;
            int count = Math.Min(_chunk, _logits.Length - first);
            WindowNetwork network = _workers[worker];
            network.Input.Upload(_windows.All.Slice(first * _windowLength, count * _windowLength));
            network.Forward(_parameters, count);
            network.Logits.Download(_logits.AsSpan(first, count));
        });
        _backend.Synchronize();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (WindowNetwork network in _workers)
        {
            network.Dispose();
        }

        _parameters.Dispose();
    }

    private static WorkCost CostOf(NetworkDescription network, int batch)
    {
        ArgumentNullException.ThrowIfNull(network);
        return new WorkCost(2.0 * network.MultiplyAddsPerWindow * batch, 0);
    }
}

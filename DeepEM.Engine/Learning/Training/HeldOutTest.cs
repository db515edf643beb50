using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Learning.Windows;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Loss;

namespace DeepEM.Engine.Learning.Training;

/// <summary>Scores held-out windows, always the same ones.</summary>
public sealed class HeldOutTest : IDisposable
{
    private const int ChunkOnGpu = 256;
    private readonly IComputeBackend _backend;
    private readonly NetworkDescription _network;
    private readonly IWindowSource _source;
    private readonly LossKind _kind;
    private readonly ChunkWorkspace?[] _workspaces;
    private readonly int _chunk;

    /// <summary>Tests on the windows of a source's epoch 0.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="network">The network.</param>
    /// <param name="source">The held-out windows.</param>
    /// <param name="kind">Which loss to report.</param>
    public HeldOutTest(IComputeBackend backend, NetworkDescription network, IWindowSource source, LossKind kind)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(source);
        _backend = backend;
        _network = network;
        _source = source;
        _kind = kind;
        _chunk = Math.Min(backend.ChunkImages, ChunkOnGpu);
        _workspaces = new ChunkWorkspace?[backend.Workers];
        source.BeginEpoch(0, centring: false);
    }

    /// <summary>What the last test said of each window.</summary>
    public WindowScores Scores { get; private set; } = new([], []);

    /// <summary>Scores all windows.</summary>
    /// <param name="parameters">The network's parameters.</param>
    /// <returns>Loss and accuracy; NaN when there is no window.</returns>
    public HeldOutResult Run(NetworkParameters parameters)
    {
        int count = _source.WindowsPerEpoch;
        int chunks = (count + _chunk - 1) / _chunk;
        double[] losses = new double[chunks];
        int[] right = new int[chunks];
        float[] logits = new float[count];
        bool[] areParticles = new bool[count];
        _backend.ForEach(chunks, (worker, c) =>
        {
            ChunkWorkspace workspace =
                _workspaces[worker] ??= new ChunkWorkspace(_backend, _network, _chunk, training: false);
            int live = Math.Min(_chunk, count - (c * _chunk));
            workspace.Fill(_source, c * _chunk, live, ExampleWeights.Alike(count));
            workspace.QueueLoss(parameters, live, _kind);
            losses[c] = workspace.TakeLoss();
            workspace.DownloadLogits(live);
            for (int n = 0; n < live; n++)
            {
                bool particle = workspace.IsParticle[n];
                logits[(c * _chunk) + n] = workspace.HostLogits[n];
                areParticles[(c * _chunk) + n] = particle;
                right[c] += (particle ? workspace.HostLogits[n] > 0 : workspace.HostLogits[n] < 0) ? 1 : 0;
            }
        });
        Scores = new WindowScores(logits, areParticles);
        return count == 0
            ? new HeldOutResult(double.NaN, double.NaN)
            : new HeldOutResult(losses.Sum(), right.Sum() / (double)count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ChunkWorkspace? workspace in _workspaces)
        {
            workspace?.Dispose();
        }
    }
}

using DeepEM.Engine.Learning.Networks;
using DeepEM.Engine.Picking.Scoring;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Picking.Published;

/// <summary>Scores single windows of a micrograph, each standardised alone and seen at four turns.</summary>
/// <remarks>
/// <para>
/// Exactly the network's answer for each turned window, with less work: turned networks instead of turned windows
/// (<see cref="TurnedParameters"/>), and the first convolution, nine tenths of the published networks' work, once for
/// all windows that overlap (<see cref="SharedFirstLayer"/>). The rest runs on batches of windows.
/// </para>
/// <para>
/// Far from the micrograph's mean (s ≪ m) the shared convolution has float's rounding of m, not of s. Buffers are kept
/// between micrographs; one object serves one caller at a time.
/// </para>
/// </remarks>
internal sealed class WindowScorer : IDisposable
{
    private const int Turns = 4;
    private const int LargestChunk = 64;
    private readonly IComputeBackend _backend;
    private readonly NetworkDescription _network;
    private readonly FirstStage _first;
    private readonly NetworkParameters[] _turned;
    private readonly SharedFirstLayer _shared;
    private readonly int _bandValues;
    private readonly int _chunk;
    private readonly Worker?[] _workers;

    /// <summary>Scores with one network.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="network">The network; it has a convolution.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="tile">Rows and columns of a tile of the first convolution; null for what suits it.</param>
    /// <param name="bandValues">
    /// Most values of the first convolution held at a time, if the windows of one row need no more; the default is
    /// 128 MiB, a whole KLH micrograph.
    /// </param>
    public WindowScorer(
        IComputeBackend backend,
        NetworkDescription network,
        ReadOnlySpan<float> parameters,
        (int Rows, int Columns)? tile = null,
        int bandValues = 1 << 25)
    {
        _backend = backend;
        _network = network;
        _first = new FirstStage(network, parameters);
        _turned = new NetworkParameters[Turns];
        for (int turn = 0; turn < Turns; turn++)
        {
            _turned[turn] = new NetworkParameters(backend, network);
            _turned[turn].All.Upload(TurnedParameters.Of(network, parameters, turn));
        }

        _shared = new SharedFirstLayer(backend, network, tile);
        _bandValues = bandValues;
        _chunk = Math.Min(backend.ChunkImages, LargestChunk);
        _workers = new Worker?[backend.Workers];
    }

    /// <summary>Scores windows.</summary>
    /// <param name="micrograph">The micrograph.</param>
    /// <param name="places">First columns and rows of the windows, in the order of the rows.</param>
    /// <returns>For each window the mean of the network's outputs at 0, 90, 180 and 270 degrees.</returns>
    public double[] Score(ScannedMicrograph micrograph, (int X, int Y)[] places)
    {
        double[] scores = new double[places.Length];
        var moments = new (double Mean, double Deviation)[places.Length];
        InChunks(0, places.Length, (worker, first, count) =>
        {
            for (int n = first; n < first + count; n++)
            {
                moments[n] = micrograph.Standardisation(places[n].X, places[n].Y);
            }
        });

        int columns = micrograph.Width - _network.Stages[0].KernelSize + 1;
        int mostRows = _bandValues / (_network.Stages[0].Maps * columns);
        int end;
        for (int first = 0; first < places.Length; first = end)
        {
            // At least the windows of one row.
            int top = places[first].Y;
            int last = Math.Max(top, top + mostRows - _first.ConvolvedSide);
            for (end = first; end < places.Length && places[end].Y <= last; end++)
            {
            }

            int rows = places[end - 1].Y - top + _first.ConvolvedSide;
            foreach (NetworkParameters parameters in _turned)
            {
                _shared.Compute(parameters, micrograph, top, rows);
                AddScores(parameters, places, moments, (first, end), scores);
            }
        }

        return scores;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Worker? worker in _workers)
        {
            worker?.Network.Dispose();
        }

        foreach (NetworkParameters parameters in _turned)
        {
            parameters.Dispose();
        }

        _shared.Dispose();
    }

    private void AddScores(
        NetworkParameters parameters,
        (int X, int Y)[] places,
        (double Mean, double Deviation)[] moments,
        (int First, int End) band,
        double[] scores) => InChunks(band.First, band.End, (worker, first, count) =>
    {
        Worker mine = _workers[worker] ??= new Worker(_backend, _network, _chunk, _first.PooledLength);
        int length = _first.PooledLength;
        void Fill(int from, int windows) => _first.Fill(
            _shared,
            places.AsSpan(first + from, windows),
            moments.AsSpan(first + from, windows),
            mine.Pooled.AsSpan(from * length, windows * length));

        // A device's single worker would keep it waiting for one core of the host.
        if (_backend.LendsHostCores)
        {
            Fill(0, count);
        }
        else
        {
            Parallel.For(0, count, n => Fill(n, 1));
        }

        mine.Network.Input.Upload(mine.Pooled.AsSpan(0, count * _first.PooledLength));
        mine.Network.Forward(parameters, count);
        mine.Network.Logits.Download(mine.Logits.AsSpan(0, count));
        for (int n = 0; n < count; n++)
        {
            scores[first + n] += Sigmoid.Of(mine.Logits[n]) / Turns;
        }
    });

    private void InChunks(int first, int end, Action<int, int, int> body) =>
        _backend.ForEach((end - first + _chunk - 1) / _chunk, (worker, chunk) =>
        {
            int start = first + (chunk * _chunk);
            body(worker, start, Math.Min(_chunk, end - start));
        });

    private sealed class Worker(IComputeBackend backend, NetworkDescription network, int chunk, int pooledLength)
    {
        public WindowNetwork Network { get; } = new(backend, network, chunk, training: false, firstStage: 1);

        public float[] Pooled { get; } = new float[checked(chunk * pooledLength)];

        public float[] Logits { get; } = new float[chunk];
    }
}

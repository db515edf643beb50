using DeepEM.Engine.Learning.Networks;
using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Pooling;

namespace DeepEM.Engine.Picking.Scoring;

/// <summary>The last stage and the output unit, a few rows at a time.</summary>
/// <remarks>
/// The last stage's maps are the largest part of what a network gives: at stride 1 each of its maps is as large as the
/// image. Written whole and read again they cost half of the stage's time. Here each worker has a few rows of them,
/// which stay in the cache: of those that the output unit has seen, the last are kept for the rows to come.
/// </remarks>
internal sealed class DenseTail : IDisposable
{
    // Bytes of the rows that a worker holds: half of a second-level cache.
    private const int RowsBytes = 3 << 18;

    // Fewer rows at a time are not worth the call.
    private const int LeastRows = 4;

    // The rows above a part are computed for it apart, so there are fewer parts than in the other stages.
    private const int PartsForEachWorker = 2;

    private readonly IComputeBackend _backend;
    private readonly IBandOperations _operations;
    private readonly DensePlan _plan;
    private readonly int _kept;
    private readonly int _rows;
    private readonly StageBand[][] _parts;
    private readonly Worker?[] _workers;

    /// <summary>Makes ready.</summary>
    /// <param name="backend">The device.</param>
    /// <param name="operations">Its bands.</param>
    /// <param name="stage">The last stage.</param>
    /// <param name="plan">The extents.</param>
    /// <param name="input">What the last stage sees.</param>
    public DenseTail(
        IComputeBackend backend, IBandOperations operations, PooledConvolution stage, DensePlan plan, Tensor input)
    {
        _backend = backend;
        _operations = operations;
        _plan = plan;
        _kept = plan.Output.FilterHeight - 1;
        PoolingShape pooling = stage.Pooling;
        int fragments = pooling.OutBatch / pooling.Batch;
        long rowBytes = sizeof(float) * (long)fragments * pooling.Channels * pooling.OutWidth;
        long fitting = Math.Max((RowsBytes / rowBytes) - _kept, Math.Max(LeastRows, _kept));
        _rows = (int)Math.Min(fitting, plan.WantedRows);
        _workers = new Worker?[backend.Workers];

        int parts = ((PartsForEachWorker * backend.Workers) + pooling.Batch - 1) / pooling.Batch;
        _parts = [..
            from image in Enumerable.Range(0, pooling.Batch)
            from part in StageBand.Split(plan.WantedRows, parts)
            select Steps(stage, input, image, part.First, part.Count).ToArray()];
    }

    /// <summary>Computes the logits of all windows.</summary>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="stage">Number of the last stage.</param>
    /// <param name="logits">Receives the whole grid.</param>
    public void Score(NetworkParameters parameters, int stage, float[] logits)
    {
        (Tensor weights, Tensor biases) = (parameters.Weights(stage), parameters.Biases(stage));
        (Tensor unit, Tensor unitBias) = (parameters.Weights(stage + 1), parameters.Biases(stage + 1));
        _backend.ForEach(_parts.Length, (worker, item) =>
        {
            StageBand[] steps = _parts[item];
            Worker mine = _workers[worker] ??= new Worker(_backend, _operations, _plan, steps[0].Stage, _kept + _rows);
            int held = 0;
            int done = steps[0].FirstRow;
            foreach (StageBand step in steps)
            {
                if (held > 0)
                {
                    _operations.MoveRows(mine.Pooled, held - _kept, 0, _kept);
                    held = _kept;
                }

                _operations.ConvolutionPoolingForward(
                    step.Input, weights, biases, mine.PooledRows(held, step.Rows), step.Stage);
                held += step.Rows;
                int rows = held - _kept;
                _backend.Layers.ConvolutionForward(
                    mine.PooledRows(0, held),
                    unit,
                    unitBias,
                    mine.LogitRows(rows),
                    _plan.Output with { Batch = step.Fragments, InHeight = held },
                    ActivationKind.Identity);
                Span<float> values = mine.Values.AsSpan(0, step.Fragments * rows * _plan.Output.OutWidth);
                mine.LogitRows(rows).Download(values);
                _plan.Interleave(values, step.Image * step.Fragments, step.Fragments, done, rows, logits);
                done += rows;
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Worker? worker in _workers)
        {
            worker?.Dispose();
        }
    }

    // The first step also gives the rows that are kept from step to step.
    private IEnumerable<StageBand> Steps(PooledConvolution stage, Tensor input, int image, int first, int count)
    {
        int at = first;
        foreach ((int _, int rows) in StageBand.Split(count, (count + _rows - 1) / _rows))
        {
            int pooled = at == first ? rows + _kept : rows;
            yield return StageBand.Of(_operations, input, stage, image, at, pooled);
            at += pooled;
        }
    }

    private sealed class Worker : IDisposable
    {
        private readonly IBandOperations _operations;
        private readonly Dictionary<(int First, int Count), Tensor> _pooledRows = [];
        private readonly Dictionary<int, Tensor> _logitRows = [];
        private readonly Tensor _logits;

        public Worker(
            IComputeBackend backend, IBandOperations operations, DensePlan plan, PooledConvolution stage, int rows)
        {
            _operations = operations;
            ImageShape pooled = stage.Pooling.Output with { Height = rows };
            ConvolutionShape output = plan.Output with { Batch = pooled.Batch, InHeight = rows };
            Pooled = backend.AllocateImages(pooled, ImageLayout.Micrograph);
            _logits = backend.AllocateImages(output.Output, ImageLayout.Micrograph);
            Values = new float[output.Output.Length];
        }

        public Tensor Pooled { get; }

        public float[] Values { get; }

        public Tensor PooledRows(int first, int count)
        {
            if (!_pooledRows.TryGetValue((first, count), out Tensor? rows))
            {
                rows = _operations.Rows(Pooled, new ImageRows(0, Pooled.Images.Batch, first, count));
                _pooledRows.Add((first, count), rows);
            }

            return rows;
        }

        public Tensor LogitRows(int count)
        {
            if (!_logitRows.TryGetValue(count, out Tensor? rows))
            {
                rows = _operations.Rows(_logits, new ImageRows(0, _logits.Images.Batch, 0, count));
                _logitRows.Add(count, rows);
            }

            return rows;
        }

        public void Dispose()
        {
            Pooled.Dispose();
            _logits.Dispose();
        }
    }
}

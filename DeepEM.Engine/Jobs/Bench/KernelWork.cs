using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>One operation of the backend on seeded numbers, dealt to all its workers.</summary>
/// <remarks>Each worker has tensors of its own, which it uses for all its items, as in training.</remarks>
public sealed class KernelWork : BenchmarkWork
{
    private readonly IComputeBackend _backend;
    private readonly Tensor[][] _tensors;
    private readonly Action<Tensor[]>[] _items;

    /// <summary>Makes the work ready.</summary>
    /// <param name="backend">The device, which must outlive this object.</param>
    /// <param name="cost">What all items together cost.</param>
    /// <param name="allocate">Allocates what one worker needs; filled with numbers of 0 to 1.</param>
    /// <param name="items">The operations; each receives the tensors of the worker that it falls to.</param>
    internal KernelWork(
        IComputeBackend backend,
        WorkCost cost,
        Func<IComputeBackend, Tensor[]> allocate,
        IReadOnlyList<Action<Tensor[]>> items)
        : base(cost)
    {
        _backend = backend;
        _items = [.. items];
        _tensors = new Tensor[backend.Workers][];
        var random = new RandomSource(1);
        for (int w = 0; w < _tensors.Length; w++)
        {
            _tensors[w] = allocate(backend);
            foreach (Tensor tensor in _tensors[w])
            {
                tensor.Upload(SeededNumbers.Uniform(tensor.Length, 0, 1, random));
            }
        }
    }

    /// <inheritdoc/>
    public override void Run()
    {
        _backend.ForEach(_items.Length, (worker, item) => _items[item](_tensors[worker]));
        _backend.Synchronize();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (Tensor tensor in _tensors.SelectMany(tensors => tensors))
        {
            tensor.Dispose();
        }
    }
}

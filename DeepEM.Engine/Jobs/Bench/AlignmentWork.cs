using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Kernels.Alignment;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Jobs.Bench;

/// <summary>Operations on crops of particles as work to be timed; each call shares itself among the workers.</summary>
public sealed class AlignmentWork : BenchmarkWork
{
    private static readonly PolarBasis _basis = new(64, 20, 14, 64);
    private readonly IComputeBackend _backend;
    private readonly Tensor[] _tensors;
    private readonly Action<Tensor[]> _operation;

    private AlignmentWork(
        IComputeBackend backend, WorkCost cost, long[] lengths, float largest, Action<Tensor[]> operation)
        : base(cost)
    {
        _backend = backend;
        _operation = operation;
        var random = new RandomSource(1);
        _tensors = [.. lengths.Select(backend.Allocate)];
        foreach (Tensor tensor in _tensors)
        {
            tensor.Upload(SeededNumbers.Uniform(tensor.Length, -largest, largest, random));
        }
    }

    /// <summary>Crops of 96 pixels, of which 64 are seen at 13 shifts.</summary>
    /// <param name="crops">Number of crops.</param>
    public static PolarExpansion CropsOf96(int crops) => new(
        _basis,
        crops,
        96,
        [
            .. from y in Enumerable.Range(-2, 5)
               from x in Enumerable.Range(-2, 5)
               where (x * x) + (y * y) <= 4
               select (2 * x, 2 * y),
        ]);

    /// <summary>Crops at 13 shifts against 20 classes, with sums.</summary>
    /// <param name="crops">Number of crops.</param>
    public static AlignmentShape TwentyClasses(int crops) => new(_basis, crops, 13, 20, 1, Accumulates: true);

    /// <summary>The expansion of crops.</summary>
    /// <param name="backend">The device, which must outlive the work.</param>
    /// <param name="shape">What is expanded.</param>
    /// <returns>Work that the caller disposes.</returns>
    public static AlignmentWork Expansion(IComputeBackend backend, PolarExpansion shape)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(shape);
        PolarBasis basis = shape.Basis;
        long parts = (long)shape.Crops * shape.Shifts.Count * 2 * basis.Length;
        var work = new AlignmentWork(
            backend,
            WorkCost.Of(shape),
            [
                (long)shape.Crops * shape.CropSide * shape.CropSide,
                2L * shape.Crops,
                (long)shape.Crops * (basis.Rings + 1),
                basis.Table.Length,
                parts,
            ],
            largest: 1,
            t => backend.Alignment.Expand(t[0], t[1], t[2], t[3], t[4], shape));
        work._tensors[3].Upload(basis.Table);
        return work;
    }

    /// <summary>The alignment of crops to references.</summary>
    /// <param name="backend">The device, which must outlive the work.</param>
    /// <param name="shape">What is aligned.</param>
    /// <returns>Work that the caller disposes.</returns>
    public static AlignmentWork Alignment(IComputeBackend backend, AlignmentShape shape)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(shape);
        long vector = 2L * shape.Basis.Length;
        return new AlignmentWork(
            backend,
            WorkCost.Of(shape),
            [
                shape.Crops * shape.Shifts * vector,
                shape.Classes * vector,
                (long)shape.Crops * shape.Classes,
                shape.Shifts,
                (long)shape.Crops * AlignmentShape.SummaryLength,
                (long)shape.Crops * shape.Classes,
                shape.Classes * vector,
            ],
            largest: 0.3f,
            t => backend.Alignment.Align(t[0], t[1], t[2], t[3], t[4], t[5], t[6], shape));
    }

    /// <inheritdoc/>
    public override void Run()
    {
        _operation(_tensors);
        _backend.Synchronize();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (Tensor tensor in _tensors)
        {
            tensor.Dispose();
        }
    }
}

using System.Numerics;
using System.Runtime.Intrinsics;
using DeepEM.Kernels.Memory;
using DeepEM.Kernels.Simd;

namespace DeepEM.Kernels.Backends;

/// <summary>The operations in hand-vectorised C# on the host's own cores.</summary>
/// <remarks>
/// Operations run on the calling thread and have ended when the call returns; several threads may call at the same
/// time. Only <see cref="ForEach"/> and <see cref="Alignment"/> use the backend's threads. How tensors lie in memory is
/// said at SimdTensor.
/// </remarks>
public sealed class SimdBackend : IComputeBackend
{
    private readonly SimdMemory _memory;
    private readonly SimdWorkers _workers;

    /// <summary>Starts a backend.</summary>
    /// <param name="threads">Workers of <see cref="ForEach"/>, the calling thread included; at least 1.</param>
    /// <param name="width">The vectors to compute with; null for the widest that the machine has.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no thread, or no such width on this machine.</exception>
    public SimdBackend(int threads, SimdWidth? width = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Width = width ?? Widest();
        if (!IsSupported(Width))
        {
            throw new ArgumentOutOfRangeException(nameof(width), width, "This machine has no such vectors.");
        }

        _workers = new SimdWorkers(threads);
        (_memory, Layers, Maps, Updates, Bands, Alignment) = Width switch
        {
            SimdWidth.Bits512 => Operations<Simd512, Vector512<float>>(Width, _workers),
            SimdWidth.Bits256 => Operations<Simd256, Vector256<float>>(Width, _workers),
            _ => Operations<SimdAny, Vector<float>>(Width, _workers),
        };
        Spectra = new SimdSpectra(_memory);
    }

    /// <inheritdoc/>
    public ILayerOperations Layers { get; }

    /// <inheritdoc/>
    public IMapOperations Maps { get; }

    /// <inheritdoc/>
    public ISpectrumOperations Spectra { get; }

    /// <inheritdoc/>
    public IAlignmentOperations Alignment { get; }

    /// <inheritdoc/>
    public IUpdateOperations Updates { get; }

    /// <inheritdoc/>
    public IBandOperations Bands { get; }

    /// <summary>The vectors that this backend computes with.</summary>
    public SimdWidth Width { get; }

    /// <inheritdoc/>
    public BackendKind Kind => BackendKind.Simd;

    /// <inheritdoc/>
    public string DeviceName => $"{Arithmetic}, {Workers} {(Workers == 1 ? "thread" : "threads")}";

    /// <inheritdoc/>
    public string Arithmetic => Width switch
    {
        SimdWidth.Bits512 => "AVX-512",
        SimdWidth.Bits256 => "AVX2",
        _ => $"vectors of {32 * _memory.Lanes} bits",
    };

    /// <inheritdoc/>
    public bool LendsHostCores => true;

    /// <inheritdoc/>
    public bool QueuesOperations => false;

    /// <inheritdoc/>
    public bool TakesConcurrentCalls => true;

    /// <inheritdoc/>
    public int ChunkImages => _memory.Lanes;

    /// <inheritdoc/>
    public int Workers => _workers.Count;

    /// <inheritdoc/>
    public DeviceMemory Memory => DeviceMemory.OfHost();

    /// <summary>Whether this machine has vectors of a width.</summary>
    /// <param name="width">The width.</param>
    /// <returns>True if a backend of that width can be started.</returns>
    public static bool IsSupported(SimdWidth width) => width switch
    {
        SimdWidth.Bits512 => Vector512.IsHardwareAccelerated,
        SimdWidth.Bits256 => Vector256.IsHardwareAccelerated,
        SimdWidth.Any => true,
        _ => false,
    };

    /// <inheritdoc/>
    public void ForEach(int count, Action<int, int> body) => _workers.ForEach(count, body);

    /// <inheritdoc/>
    public Tensor Allocate(long length) => _memory.Allocate(length);

    /// <inheritdoc/>
    public Tensor AllocateImages(ImageShape shape, ImageLayout layout) => _memory.AllocateImages(shape, layout);

    /// <inheritdoc/>
    public HostBuffer AllocateHost(int length) => new(length, lockPages: null);

    /// <inheritdoc/>
    public void Synchronize()
    {
        // Every operation has ended when its call returns.
    }

    /// <inheritdoc/>
    public IComputeBackend? CreateOverlapping() => null;

    /// <summary>Ends the threads and frees the working memory; tensors are freed by those who allocated them.</summary>
    public void Dispose()
    {
        _workers.Dispose();
        _memory.Dispose();
    }

    private static SimdWidth Widest() =>
        IsSupported(SimdWidth.Bits512) ? SimdWidth.Bits512
        : IsSupported(SimdWidth.Bits256) ? SimdWidth.Bits256
        : SimdWidth.Any;

    private static (SimdMemory, ILayerOperations, IMapOperations, IUpdateOperations, IBandOperations,
        IAlignmentOperations)
        Operations<TSimd, TVector>(SimdWidth width, SimdWorkers workers)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        SimdMemory memory = new(width, TSimd.Count);
        return (
            memory,
            new SimdLayers<TSimd, TVector>(memory),
            new SimdMaps<TSimd, TVector>(memory),
            new SimdUpdates<TSimd, TVector>(memory),
            new SimdBands<TSimd, TVector>(memory),
            new SimdAlignment<TSimd, TVector>(memory, workers));
    }
}

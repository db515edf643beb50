using DeepEM.Kernels.Memory;

namespace DeepEM.Kernels.Backends;

/// <summary>The operations of DeepEM on one device, in families.</summary>
/// <remarks>
/// <para>
/// Every operation is queued and ordered; none waits, allocates device memory or copies to the host, except
/// <see cref="Tensor.Download(Span{float})"/> and <see cref="IDevice.Synchronize"/>. On the SIMD backend an
/// operation runs on the calling thread and has ended when the call returns.
/// </para>
/// <para>
/// Outputs are overwritten, except where "adds to" is said. A shape's batch may be smaller than the tensor's: the
/// first images are used. Every extent is checked before anything runs; a mismatch is an
/// <see cref="ArgumentException"/>. The input and output of one call never share memory, unless said.
/// </para>
/// <para>
/// Work is split by the caller into chunks of <see cref="IDevice.ChunkImages"/> images that run on
/// <see cref="IDevice.Workers"/> workers through <see cref="IDevice.ForEach"/>. Chunks do not depend on the number of
/// workers, and no operation sums in an order that depends on it: results are the same bytes for any number of threads.
/// </para>
/// </remarks>
public interface IComputeBackend : IDevice
{
    /// <summary>The layers of networks, and the loss.</summary>
    ILayerOperations Layers { get; }

    /// <summary>Operations on one large image or score map.</summary>
    IMapOperations Maps { get; }

    /// <summary>Fourier transforms of images.</summary>
    ISpectrumOperations Spectra { get; }

    /// <summary>Crops of particles, and their alignment to references.</summary>
    IAlignmentOperations Alignment { get; }

    /// <summary>What changes parameters and gradients.</summary>
    IUpdateOperations Updates { get; }

    /// <summary>Stages of a network in bands of rows; null for a device that computes images whole.</summary>
    IBandOperations? Bands { get; }

    /// <summary>
    /// Another backend on the same device, with a queue of its own, for another thread: while the kernels of one run,
    /// the other copies. What they take of the memory is counted together.
    /// </summary>
    /// <returns>A backend that the caller disposes; null on the host's own cores, where it would gain nothing.
    /// </returns>
    IComputeBackend? CreateOverlapping();
}

namespace DeepEM.Kernels.Memory;

/// <summary>What executes operations: its memory, its workers, and what it can do beside the operations.</summary>
/// <remarks>
/// Who needs to know how a device works asks for one of its abilities, never for its kind: the next device may share
/// some of them with one and some with another.
/// </remarks>
public interface IDevice : IDisposable
{
    /// <summary>What executes the operations, for listings.</summary>
    BackendKind Kind { get; }

    /// <summary>The device in words, for example "NVIDIA H200" or "AVX-512, 2 threads".</summary>
    string DeviceName { get; }

    /// <summary>
    /// What the last bits of every result depend on, for example "Cuda NVIDIA H200" or "AVX-512": two devices of one
    /// arithmetic give the same bytes. The number of threads is no part of it.
    /// </summary>
    string Arithmetic { get; }

    /// <summary>
    /// Whether <see cref="ForEach"/> runs on the host's cores. If so, work of the host is shared out by it; if not, by
    /// threads beside it: a device's single worker would keep it waiting for one core.
    /// </summary>
    bool LendsHostCores { get; }

    /// <summary>
    /// Whether operations are queued and run while the host goes on. If not, each has ended when its call returns.
    /// </summary>
    bool QueuesOperations { get; }

    /// <summary>
    /// Whether several threads may call operations at the same time, so that each can, for example, bin its part of an
    /// image while the rest is read.
    /// </summary>
    bool TakesConcurrentCalls { get; }

    /// <summary>
    /// Images of a training batch that form one independent chunk: the vector's lanes on the SIMD backend,
    /// <see cref="int.MaxValue"/> (the whole batch) on a GPU.
    /// </summary>
    int ChunkImages { get; }

    /// <summary>How many items <see cref="ForEach"/> runs at the same time.</summary>
    int Workers { get; }

    /// <summary>Runs independent items and returns when all have ended.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="body">
    /// Receives the worker (0 to <see cref="Workers"/> − 1, never two at a time with the same number) and the item.
    /// </param>
    void ForEach(int count, Action<int, int> body);

    /// <summary>What can still be allocated.</summary>
    DeviceMemory Memory { get; }

    /// <summary>Allocates a flat tensor of zeros.</summary>
    /// <param name="length">Number of values.</param>
    /// <returns>A tensor that the caller disposes.</returns>
    /// <exception cref="DeviceOutOfMemoryException">There is no room on the device.</exception>
    Tensor Allocate(long length);

    /// <summary>Allocates images of zeros.</summary>
    /// <param name="shape">Their extents.</param>
    /// <param name="layout">What they are.</param>
    /// <returns>A tensor that the caller disposes.</returns>
    /// <exception cref="DeviceOutOfMemoryException">There is no room on the device.</exception>
    Tensor AllocateImages(ImageShape shape, ImageLayout layout);

    /// <summary>Allocates zeros in the host's memory that copies to and from the device need no staging for.</summary>
    /// <param name="length">Number of values.</param>
    /// <returns>Memory that the caller disposes.</returns>
    HostBuffer AllocateHost(int length);

    /// <summary>Waits until everything queued has ended.</summary>
    void Synchronize();
}

using DeepEM.Kernels.Memory;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace DeepEM.Kernels.Ilgpu;

/// <summary>One device as its driver opened it, for one backend or several.</summary>
/// <remarks>The last backend to leave releases it.</remarks>
internal sealed class IlgpuDevice
{
    private readonly Context _context;
    private readonly IlgpuMemory _memory;
    private readonly long _largest;
    private int _users;

    /// <summary>Opens a device.</summary>
    /// <param name="context">Its context, which this object disposes.</param>
    /// <param name="device">The device.</param>
    /// <param name="memory">What is taken of its memory.</param>
    public IlgpuDevice(Context context, Device device, IlgpuMemory memory)
    {
        _context = context;
        _memory = memory;
        Accelerator = device.CreateAccelerator(context);
        Name = device.Name.Trim();
        _largest = device is CLDevice cl
            ? cl.GetDeviceInfo<long>(CLDeviceInfoType.CL_DEVICE_MAX_MEM_ALLOC_SIZE)
            : long.MaxValue;
    }

    /// <summary>What runs the kernels.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>The device's own name.</summary>
    public string Name { get; }

    /// <summary>Whether it works beside the host: any but those that are the host's own cores.</summary>
    public bool IsBesideHost => Accelerator switch
    {
        CudaAccelerator => true,
        CLAccelerator cl => !cl.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_CPU),
        _ => false,
    };

    /// <summary>What one of the users can still allocate.</summary>
    public DeviceMemory Memory => _memory.Share((Accelerator as CudaAccelerator)?.GetFreeMemory(), _largest);

    /// <summary>The same device for one more backend, which another thread uses at the same time.</summary>
    /// <remarks>
    /// The arguments of a kernel are kept in OpenCL's kernel until it is launched, and ILGPU has one of each for an
    /// accelerator: two threads would launch with each other's. CUDA takes them with the launch.
    /// </remarks>
    public IlgpuDevice ForAnotherThread()
    {
        if (Accelerator is not CLAccelerator cl)
        {
            return this;
        }

        Context context = IlgpuContext.Create(BackendKind.OpenCl);
        Device same = context.Devices.OfType<CLDevice>().First(device => device.DeviceId == cl.DeviceId);
        return new IlgpuDevice(context, same, _memory);
    }

    /// <summary>Memory of a device, bytes.</summary>
    /// <param name="device">The device.</param>
    public static long MemoryOf(Device device) =>
        // The CPU accelerator reports no limit; what the process may use is what it has.
        device.AcceleratorType == AcceleratorType.CPU
            ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes
            : device.MemorySize;

    /// <summary>Whether a driver says that there is no memory left.</summary>
    /// <param name="exception">What was thrown.</param>
    public static bool IsOutOfMemory(Exception exception) => exception switch
    {
        CudaException cuda => cuda.Error == nameof(CudaError.CUDA_ERROR_OUT_OF_MEMORY),
        CLException cl => cl.Error is CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE or CLError.CL_OUT_OF_RESOURCES
            or CLError.CL_OUT_OF_HOST_MEMORY or CLError.CL_INVALID_BUFFER_SIZE,
        _ => false,
    };

    /// <summary>Counts one more user.</summary>
    public void Enter()
    {
        _memory.Enter();
        Interlocked.Increment(ref _users);
    }

    /// <summary>Counts one user less, and closes the device after the last.</summary>
    public void Leave()
    {
        _memory.Leave();
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Release(Accelerator);
            Release(_context);
        }
    }

    /// <summary>Allocates values of any content; <see cref="Free"/> them.</summary>
    /// <param name="length">How many.</param>
    /// <exception cref="DeviceOutOfMemoryException">There is no room.</exception>
    public MemoryBuffer1D<float, Stride1D.Dense> Allocate(long length)
    {
        long bytes = checked(length * sizeof(float));
        if (!_memory.TryTake(bytes))
        {
            throw new DeviceOutOfMemoryException(Name, bytes, inner: null);
        }

        MemoryBuffer1D<float, Stride1D.Dense>? buffer = null;
        try
        {
            return buffer = Accelerator.Allocate1D<float>(length);
        }
        catch (AcceleratorException exception) when (IsOutOfMemory(exception))
        {
            throw new DeviceOutOfMemoryException(Name, bytes, exception);
        }
        finally
        {
            if (buffer is null)
            {
                _memory.Give(bytes);
            }
        }
    }

    /// <summary>Gives memory back.</summary>
    /// <param name="buffer">What <see cref="Allocate"/> gave.</param>
    public void Free(MemoryBuffer1D<float, Stride1D.Dense> buffer)
    {
        _memory.Give(buffer.LengthInBytes);
        Release(buffer);
    }

    /// <summary>Disposes something of the device; one that has failed says so once more, which helps nobody.</summary>
    /// <param name="resource">A buffer, stream or the like, or null.</param>
    public static void Release(IDisposable? resource)
    {
        try
        {
            resource?.Dispose();
        }
        catch (AcceleratorException)
        {
            // The process gives the memory back at its end.
        }
    }

    /// <summary>Memory of the host for copies, page-locked where the driver can do that.</summary>
    /// <param name="length">Number of values.</param>
    public HostBuffer AllocateHost(int length) => new(length, LockPages);

    // Without the lock the driver stages the copies itself; a machine may allow a process few locked pages.
    private Action? LockPages(nint address, int length)
    {
        if (Accelerator.AcceleratorType != AcceleratorType.Cuda)
        {
            return null;
        }

        try
        {
            PageLockScope<float> scope = Accelerator.CreatePageLockFromPinned<float>(address, length);
            return () => Release(scope);
        }
        catch (Exception exception) when (exception is AcceleratorException or NotSupportedException)
        {
            return null;
        }
    }
}

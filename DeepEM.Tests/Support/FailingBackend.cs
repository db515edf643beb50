using System.Reflection;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Tests.Support;

/// <summary>
/// One thread of the CPU as a device that is lost after some operations, or has less memory than it says. It computes
/// images whole.
/// </summary>
public class FailingBackend : DispatchProxy
{
    private readonly SimdBackend _inner = new(1);
    private ILayerOperations _layers = null!;
    private long _largest = long.MaxValue;

    /// <summary>What a lost device says.</summary>
    public static string Message => "the device fell off the bus";

    /// <summary>A device that is lost.</summary>
    /// <param name="convolutions">How many convolutions it still runs.</param>
    /// <param name="before">Called before every convolution.</param>
    /// <param name="lost">Called when the device is lost.</param>
    public static IComputeBackend Of(int convolutions, Action? before = null, Action? lost = null)
    {
        IComputeBackend proxy = Create<IComputeBackend, FailingBackend>();
        var failing = (FailingBackend)proxy;
        failing._layers = FailingLayers.Of(failing._inner.Layers, convolutions, before, lost);
        return proxy;
    }

    /// <summary>A device that has no room for large images.</summary>
    /// <param name="largest">Values of the largest images.</param>
    public static IComputeBackend WithRoomFor(long largest)
    {
        IComputeBackend proxy = Of(int.MaxValue);
        ((FailingBackend)proxy)._largest = largest;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        $"get_{nameof(IComputeBackend.Layers)}" => _layers,
        $"get_{nameof(IComputeBackend.Bands)}" => null,
        nameof(IDevice.AllocateImages) when ((ImageShape)args![0]!).Length > _largest =>
            throw new DeviceOutOfMemoryException(Message, sizeof(float) * _largest, inner: null),
        _ => ProxyCall.Invoke(_inner, targetMethod, args),
    };
}

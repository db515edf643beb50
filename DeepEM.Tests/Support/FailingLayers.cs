using System.Reflection;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Tests.Support;

/// <summary>The layers of a device that is lost after some convolutions.</summary>
public class FailingLayers : DispatchProxy
{
    private ILayerOperations _inner = null!;
    private int _left;
    private Action? _before;
    private Action? _lost;

    /// <summary>Layers that fail.</summary>
    /// <param name="inner">Those that compute.</param>
    /// <param name="convolutions">How many convolutions they still run.</param>
    /// <param name="before">Called before every convolution.</param>
    /// <param name="lost">Called when the device is lost.</param>
    public static ILayerOperations Of(ILayerOperations inner, int convolutions, Action? before, Action? lost)
    {
        ILayerOperations proxy = Create<ILayerOperations, FailingLayers>();
        var failing = (FailingLayers)proxy;
        (failing._inner, failing._left, failing._before, failing._lost) = (inner, convolutions, before, lost);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(ILayerOperations.ConvolutionForward))
        {
            _before?.Invoke();
            if (_left-- <= 0)
            {
                _lost?.Invoke();
                throw new DeviceFailedException(FailingBackend.Message);
            }
        }

        return ProxyCall.Invoke(_inner, targetMethod, args);
    }
}

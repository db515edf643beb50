using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Foundation.Devices;

/// <summary>Tells what is wrong with a device from what is wrong with a file or the program.</summary>
public static class DeviceFailure
{
    /// <summary>What an exception says about a device.</summary>
    /// <param name="device">What a user asks for the device by; null where that is not known.</param>
    /// <param name="exception">What was thrown.</param>
    /// <returns>A failure with one line for a user; null where it is not the device that failed.</returns>
    public static DeviceFailedException? Of(string? device, Exception exception) => exception switch
    {
        DeviceFailedException known => known,
        _ when IlgpuDevices.IsFailure(exception) => new DeviceFailedException(
            $"{device ?? "the device"} failed: {exception.Message.ReplaceLineEndings(" ")}", exception),
        _ => null,
    };
}

namespace DeepEM.Kernels.Memory;

/// <summary>A device has no room for a tensor. Less may still fit.</summary>
/// <param name="device">The device in words.</param>
/// <param name="bytes">What was asked for.</param>
/// <param name="inner">What the driver said; null where the limit was the program's own.</param>
public sealed class DeviceOutOfMemoryException(string device, long bytes, Exception? inner)
    : DeviceFailedException($"{device} has not enough free memory for {Math.Max(1, bytes >> 20)} MiB more", inner);

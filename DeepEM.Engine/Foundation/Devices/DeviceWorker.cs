using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Foundation.Devices;

/// <summary>One of those who work at the same time.</summary>
/// <param name="Device">What a user asks for its device by; workers may share one.</param>
/// <param name="Backend">Its own queue on that device.</param>
public sealed record DeviceWorker(string Device, IComputeBackend Backend);

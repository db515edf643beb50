namespace DeepEM.Kernels.Memory;

/// <summary>A device that can run the operations, as a listing shows it.</summary>
/// <param name="Id">What a user asks for it by: cpu, cuda, cuda:1, opencl, opencl:1, ilgpu-cpu.</param>
/// <param name="Kind">What executes the operations on it.</param>
/// <param name="Name">The device's own name.</param>
/// <param name="MemoryBytes">Its memory, in bytes.</param>
/// <param name="Detail">What else its driver says, for example "sm_90, 132 units, driver 12.4".</param>
public sealed record ComputeDevice(string Id, BackendKind Kind, string Name, long MemoryBytes, string Detail);

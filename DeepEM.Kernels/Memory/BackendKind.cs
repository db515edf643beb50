namespace DeepEM.Kernels.Memory;

/// <summary>What executes the operations.</summary>
public enum BackendKind
{
    /// <summary>Hand-vectorised C# on the host's own cores: the CPU path that users get.</summary>
    Simd,

    /// <summary>ILGPU on an NVIDIA GPU.</summary>
    Cuda,

    /// <summary>ILGPU on an OpenCL device (AMD, Intel and NVIDIA GPUs; CPUs through PoCL).</summary>
    OpenCl,

    /// <summary>ILGPU's CPU accelerator: a debugger, hundreds of times slower than <see cref="Simd"/>.</summary>
    IlgpuCpu,
}

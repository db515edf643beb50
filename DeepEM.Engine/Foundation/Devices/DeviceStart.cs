using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Foundation.Devices;

/// <summary>Says what a user waits for at first: a device compiles each kernel when it is first used.</summary>
internal static class DeviceStart
{
    /// <summary>The stage.</summary>
    public const string Stage = "Compiling kernels";

    /// <summary>Reports the stage where there is anything to compile; the next stage ends it.</summary>
    /// <param name="progress">Told; or null.</param>
    /// <param name="backends">The devices.</param>
    public static void Tell(IProgress<StageProgress>? progress, IReadOnlyList<IComputeBackend> backends)
    {
        if (backends.Any(backend => backend.QueuesOperations))
        {
            progress?.Report(new StageProgress(Stage, 0, 0));
        }
    }
}

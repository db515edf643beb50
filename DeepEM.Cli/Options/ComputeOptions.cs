using System.CommandLine;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Kernels.Backends;

namespace DeepEM.Cli.Options;

/// <summary>The options that say where to compute.</summary>
/// <param name="takesSeveral">Whether the command works on several devices at the same time.</param>
internal sealed class ComputeOptions(bool takesSeveral = false)
{
    /// <summary>The device, or the devices.</summary>
    public Option<string> Device { get; } = DeviceOption.Create(takesSeveral);

    /// <summary>Threads of the CPU.</summary>
    public Option<int> Threads { get; } = CommonOptions.Threads();

    /// <summary>Threads that were chosen.</summary>
    /// <param name="result">The command line.</param>
    public int ThreadsOf(ParseResult result) => result.GetRequiredValue(Threads);

    /// <summary>Opens the device that was chosen.</summary>
    /// <param name="result">The command line.</param>
    /// <returns>The device, to be disposed by the caller.</returns>
    /// <exception cref="DeviceNotFoundException">It is not there.</exception>
    public IComputeBackend Open(ParseResult result) =>
        DeviceSelector.Create(result.GetRequiredValue(Device), ThreadsOf(result));

    /// <summary>Opens the devices that were chosen.</summary>
    /// <param name="result">The command line.</param>
    /// <returns>The devices, to be disposed by the caller.</returns>
    /// <exception cref="DeviceNotFoundException">One of them is not there.</exception>
    public DeviceGroup OpenAll(ParseResult result) =>
        DeviceGroup.Open(result.GetRequiredValue(Device), ThreadsOf(result));
}

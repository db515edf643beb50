using System.Globalization;
using System.Runtime.InteropServices;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Kernels.Backends;

namespace DeepEM.Engine.Jobs.Topaz;

/// <summary>Where to compute, as a caller of Topaz says it: a number of a GPU, which need not be there.</summary>
/// <param name="Number">Number of the GPU; negative for the CPU.</param>
public sealed record TopazDevice(int Number)
{
    private const int WorthOpening = 8;

    private static readonly string[] _drivers = ["libcuda.so.1", "nvcuda.dll"];

    /// <summary>The cores of the host.</summary>
    public static TopazDevice Cpu { get; } = new(-1);

    /// <summary>A device by the name that <see cref="DeviceSelector.Create"/> takes, which must be there; null to go by
    /// the number.</summary>
    public string? Name { get; init; }

    /// <summary>The device for so many images: to open a GPU takes longer than the CPU needs for a few.</summary>
    /// <param name="images">How many images are to be picked.</param>
    /// <returns>The CPU for a few images, unless a device was named.</returns>
    public TopazDevice For(int images) => Name is null && images < WorthOpening ? Cpu : this;

    /// <summary>Opens the device; without that GPU the CPU, with a word to the user.</summary>
    /// <param name="threads">Threads of the CPU.</param>
    /// <param name="tell">Told where the GPU is missing; or null.</param>
    /// <returns>The device, which the caller disposes.</returns>
    /// <exception cref="DeviceNotFoundException">A device that was named is not there.</exception>
    public IComputeBackend Open(int threads, Action<Notice>? tell)
    {
        if (Name is not null || Number < 0)
        {
            return DeviceSelector.Create(Name ?? "cpu", threads);
        }

        // To look for devices takes longer than most images: where there is no driver, there is none.
        if (HasDriver())
        {
            try
            {
                return DeviceSelector.Create(
                    string.Create(CultureInfo.InvariantCulture, $"cuda:{Number}"), threads);
            }
            catch (DeviceNotFoundException)
            {
                // Said below.
            }
        }

        tell?.Invoke(Notice.Warning(
            string.Empty,
            NoticeCode.Device,
            string.Create(CultureInfo.InvariantCulture, $"there is no GPU {Number}; the CPU computes instead")));
        return DeviceSelector.Create("cpu", threads);
    }

    private static bool HasDriver()
    {
        foreach (string driver in _drivers)
        {
            if (NativeLibrary.TryLoad(driver, out nint handle))
            {
                NativeLibrary.Free(handle);
                return true;
            }
        }

        return false;
    }
}

using System.Diagnostics;
using System.Globalization;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Foundation.Notices;
using DeepEM.Engine.Foundation.Numerics;
using DeepEM.Kernels.Activation;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Convolution;
using DeepEM.Kernels.Memory;

namespace DeepEM.Engine.Jobs.Doctor;

/// <summary>Computes a little on every device, holds it against the reference, and says why there is no more of them.
/// </summary>
internal static class DeviceCheck
{
    // Sums of some hundred products of numbers up to 1, in single precision.
    private const double Tolerance = 1e-4;

    private const string NvidiaFolder = "/dev";

    /// <summary>Looks.</summary>
    public static IEnumerable<DoctorFinding> Run()
    {
        IReadOnlyList<ComputeDevice> devices = DeviceSelector.List();
        foreach (ComputeDevice device in devices.Where(device => device.Kind != BackendKind.IlgpuCpu))
        {
            yield return Compute(device);
        }

        if (devices.All(device => device.Kind != BackendKind.Cuda))
        {
            yield return new DoctorFinding("cuda", "no device", WhyNoCuda(NvidiaFolder));
        }

        foreach (string note in DeviceSelector.Notes())
        {
            yield return new DoctorFinding("opencl", "no device", note);
        }
    }

    /// <summary>Why a machine with an NVIDIA GPU shows none.</summary>
    /// <param name="folder">Where the system has its devices.</param>
    /// <returns>What is wrong; null where there is no such GPU.</returns>
    public static string? WhyNoCuda(string folder)
    {
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "nvidia*") : [];
        if (files.Length == 0)
        {
            return null;
        }

        string? closed = files.FirstOrDefault(file => !NativeFile.MayUse(file));
        return closed is not null
            ? $"{closed} may not be opened: ask for a GPU from the queue, or for its group"
            : "there is a GPU, and its driver library (libcuda.so.1) is not found or too old: start the container with "
            + "its GPU support, or install the driver";
    }

    private static DoctorFinding Compute(ComputeDevice device)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{device.Name}, {device.MemoryBytes / (double)(1L << 30):F1} GiB, {device.Detail}");
        try
        {
            long start = Stopwatch.GetTimestamp();
            using IComputeBackend backend = DeviceSelector.Create(device.Id, Environment.ProcessorCount);
            double error = LargestError(backend);
            string measured = string.Create(
                CultureInfo.InvariantCulture,
                $"{text}; computes to {error:0E0} in {Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s");
            return new DoctorFinding(device.Id, measured, error <= Tolerance ? null : "computes wrong: do not use it");
        }
        catch (Exception exception) when (DeviceFailure.Of(device.Id, exception) is not null
            || exception is NoticedException or InvalidOperationException or NotSupportedException)
        {
            return new DoctorFinding(
                device.Id, text, $"does not compute: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    // A convolution as networks have them, with extents that fill no tile.
    private static double LargestError(IComputeBackend backend)
    {
        ConvolutionShape shape = new(2, 5, 39, 45, 7, 5, 4);
        RandomSource random = new(1);
        double[] input = Draw(random, (int)shape.Input.Length);
        double[] weights = Draw(random, (int)shape.WeightsLength);
        double[] bias = Draw(random, shape.Filters);
        using Tensor inputs = backend.AllocateImages(shape.Input, ImageLayout.Micrograph);
        using Tensor filters = backend.Allocate(shape.WeightsLength);
        using Tensor offsets = backend.Allocate(shape.Filters);
        using Tensor outputs = backend.AllocateImages(shape.Output, ImageLayout.Micrograph);
        inputs.Upload(Array.ConvertAll(input, value => (float)value));
        filters.Upload(Array.ConvertAll(weights, value => (float)value));
        offsets.Upload(Array.ConvertAll(bias, value => (float)value));
        backend.Layers.ConvolutionForward(inputs, filters, offsets, outputs, shape, ActivationKind.Relu);
        float[] found = new float[shape.Output.Length];
        outputs.Download(found);
        double[] expected = ConvolutionReference.Forward(input, weights, bias, shape, ActivationKind.Relu);

        // Written so that a value that is no number is the largest error.
        double largest = 0;
        for (int i = 0; i < found.Length; i++)
        {
            double error = Math.Abs(found[i] - expected[i]);
            largest = error <= largest ? largest : double.IsNaN(error) ? double.PositiveInfinity : error;
        }

        return largest;
    }

    // Exact in single precision; their sums are not.
    private static double[] Draw(RandomSource random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (double)(float)random.NextDouble(-1, 1))];
}

using System.CommandLine;
using System.Globalization;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Kernels.Memory;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem devices</c>: lists what <c>--device</c> can be.</summary>
internal static class DevicesCommand
{
    /// <summary>The command, ready to be added to the root.</summary>
    public static Command Create()
    {
        Command command = new("devices", "Lists the devices that --device can name.");
        command.SetRun((result, _) => Run(result));
        return command;
    }

    private static ExitCode Run(ParseResult result)
    {
        TextWriter output = result.InvocationConfiguration.Output;
        foreach (ComputeDevice device in DeviceSelector.List())
        {
            double gibibytes = device.MemoryBytes / (double)(1L << 30);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{device.Id,-10} {device.Name} ({gibibytes:F1} GiB; {device.Detail})"));
        }

        foreach (string note in DeviceSelector.Notes())
        {
            result.InvocationConfiguration.Error.WriteLine($"note: {note}");
        }

        return ExitCode.Success;
    }
}

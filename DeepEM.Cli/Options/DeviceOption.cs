using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace DeepEM.Cli.Options;

/// <summary>Where to compute; the form of the names is checked, not whether the devices are there.</summary>
internal static partial class DeviceOption
{
    private const string One = "auto, cpu, cuda[:n], opencl[:n] or ilgpu-cpu";

    private const string Several = "one of auto, cpu, cuda[:n], opencl[:n] and ilgpu-cpu, several GPUs of one kind as "
        + "cuda:0,cuda:1, or cuda:all or opencl:all";

    /// <summary>The option.</summary>
    /// <param name="takesSeveral">Whether more than one device may be named.</param>
    public static Option<string> Create(bool takesSeveral)
    {
        string more = takesSeveral
            ? ". Several of one kind share the work: cuda:0,cuda:1, or all of them: cuda:all, opencl:all"
            : string.Empty;
        Option<string> option = new("--device")
        {
            HelpName = "D",
            Description = "Where to compute: auto, cpu, cuda[:n] or opencl[:n]",
            DefaultValueFactory = _ => "auto",
        };
        option.WithDetails(
            "deepem devices lists them. auto is the first CUDA device, or the CPU where there is none. ilgpu-cpu is for "
            + $"developers only{more}.");
        option.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens)
            {
                if (!OneName().IsMatch(token.Value) && !(takesSeveral && AreSeveral(token.Value)))
                {
                    result.AddError($"--device is '{token.Value}', expected {(takesSeveral ? Several : One)}");
                }
            }
        });
        return option;
    }

    private static bool AreSeveral(string names)
    {
        if (!SeveralNames().IsMatch(names))
        {
            return false;
        }

        // cuda is cuda:0, and cuda:00 is, too.
        string[] devices = names.Split(',');
        return devices.Select(name => name.Split(':')[0]).Distinct().Count() == 1
            && devices.Select(name => name.Contains(':') ? name.Split(':')[1].TrimStart('0') : string.Empty)
                .Distinct().Count() == devices.Length;
    }

    [GeneratedRegex("^(auto|cpu|ilgpu-cpu|(cuda|opencl)(:[0-9]{1,3})?)$", RegexOptions.CultureInvariant)]
    private static partial Regex OneName();

    [GeneratedRegex(
        "^((cuda|opencl):all|(cuda|opencl)(:[0-9]{1,3})?(,(cuda|opencl)(:[0-9]{1,3})?)+)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex SeveralNames();
}

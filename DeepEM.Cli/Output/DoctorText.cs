using DeepEM.Engine.Foundation;
using DeepEM.Engine.Jobs.Doctor;

namespace DeepEM.Cli.Output;

/// <summary>What was found of this machine, a line each.</summary>
internal static class DoctorText
{
    /// <summary>Writes the lines; what is wrong stands out at their beginning.</summary>
    /// <param name="output">Receives them.</param>
    /// <param name="findings">What was found.</param>
    public static void Write(TextWriter output, IReadOnlyList<DoctorFinding> findings)
    {
        output.WriteLine($"deepem {ProductVersion.Text}");
        foreach (DoctorFinding finding in findings)
        {
            output.WriteLine(
                $"{(finding.Advice is null ? "ok" : "!!"),-4}{finding.Subject,-10} {finding.Text}");
            if (finding.Advice is { } advice)
            {
                output.WriteLine($"{string.Empty,-15}{advice}");
            }
        }
    }
}

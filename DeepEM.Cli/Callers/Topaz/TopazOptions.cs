using DeepEM.Cli.Shell;
using DeepEM.Engine.Jobs.Topaz;

namespace DeepEM.Cli.Callers.Topaz;

/// <summary>Options that several of Topaz's commands have.</summary>
internal static class TopazOptions
{
    /// <summary>Name of the option for the table of results.</summary>
    public const string Output = "--output";

    /// <summary>Threads, processes and the device.</summary>
    public static IEnumerable<TopazOption> Compute => ComputeOf("--num-threads -j");

    /// <summary>Threads, processes and the device.</summary>
    /// <param name="threads">What the option for threads is called, blanks between.</param>
    public static IEnumerable<TopazOption> ComputeOf(string threads) =>
    [
        TopazOption.Works("--device -d", "N", "GPU, or -1 for the CPU; without that GPU the CPU computes"),
        TopazOption.Works(threads, "N", "CPU threads [default: all cores]"),
        TopazOption.Works("--num-workers", "N", "CPU threads, where there are more than of the other"),
        TopazOption.Works("--deepem-device", "NAME", "cpu, cuda:N or opencl:N, which must be there"),
        TopazOption.Works("--verbose -v", null, "says what is being done"),
    ];

    /// <summary>The sizes of the particle.</summary>
    public static IEnumerable<TopazOption> Size =>
    [
        TopazOption.Works("--radius -r", "PX", "radius of the particle as the caller has it, pixels"),
        TopazOption.Works("--deepem-diameter", "PX", "diameter of the particle in pixels of these images"),
    ];

    /// <summary>By what coordinates are multiplied and divided.</summary>
    public static IEnumerable<TopazOption> Scale =>
    [
        TopazOption.Works("--up-scale -x", "X", "multiplies coordinates [default: 1]"),
        TopazOption.Works("--down-scale -s", "S", "divides coordinates [default: 1]"),
    ];

    /// <summary>What coordinates are multiplied by.</summary>
    /// <exception cref="UsageException">One of the two is no positive number.</exception>
    public static double ScaleOf(TopazWords words) =>
        (words.Positive("--up-scale") ?? 1) / (words.Positive("--down-scale") ?? 1);

    /// <summary>Threads of the CPU: processes of Topaz's are threads here.</summary>
    /// <exception cref="UsageException">A number is none.</exception>
    public static int Threads(TopazWords words)
    {
        int most = Math.Max(words.Whole("--num-threads") ?? 0, words.Whole("--num-workers") ?? 0);
        return most > 0 ? Math.Min(most, 1024) : Environment.ProcessorCount;
    }

    /// <summary>Where to compute.</summary>
    /// <exception cref="UsageException">The number is none.</exception>
    public static TopazDevice Device(TopazWords words) =>
        new(words.Whole("--device") ?? -1) { Name = words.Text("--deepem-device") };

    /// <summary>The value of an option that must be given.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public static string Required(TopazWords words, string name) => words.Text(name) is { Length: > 0 } text
        ? text
        : throw new UsageException($"the following arguments are required: {name}");

    /// <summary>The value of an option that names an extension, with its dot.</summary>
    /// <returns>The extension; null where it was not given.</returns>
    public static string? Extension(TopazWords words, string name) =>
        words.Text(name) is not { Length: > 0 } text ? null
        : text[0] == '.' ? text
        : $".{text}";

    /// <summary>The files that a command works on: those named, else those whose names come in, a line each.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static IReadOnlyList<string> Paths(TopazCall call)
    {
        if (call.Words.Paths.Count > 0)
        {
            return call.Words.Paths;
        }

        List<string> paths = [];
        while (call.Input.ReadLine() is { } line)
        {
            if (line.Trim() is { Length: > 0 } path)
            {
                paths.Add(path);
            }
        }

        return paths.Count > 0 ? paths : throw new UsageException("no file is named, neither here nor on stdin");
    }
}

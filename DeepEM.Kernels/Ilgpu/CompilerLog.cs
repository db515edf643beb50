using System.Diagnostics;

namespace DeepEM.Kernels.Ilgpu;

/// <summary>What the driver's compiler said of a kernel that it refused.</summary>
/// <remarks>ILGPU writes that to the trace of the process and to nowhere else.</remarks>
internal sealed class CompilerLog : TraceListener
{
    // A compiler that refuses a kernel may name every line of it; the first of them is the reason.
    private const int MostLines = 3;
    private const int MostCharacters = 300;

    // ILGPU's own words before it, and in its place.
    private const string Begin = "PTX Kernel loading failed";
    private const string Nothing = ">> No error information";

    private static readonly Lazy<CompilerLog> _shared = new(() =>
    {
        var log = new CompilerLog();
        Trace.Listeners.Add(log);
        return log;
    });

    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

    /// <summary>The log of this process, which listens from the first call on.</summary>
    public static CompilerLog Shared => _shared.Value;

    /// <summary>What was said of the last kernel that was refused, on one line; empty where nothing was.</summary>
    public string Last
    {
        get
        {
            lock (_lock)
            {
                string said = string.Join("; ", _lines);
                return said.Length <= MostCharacters ? said : said[..MostCharacters];
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(string? message) => WriteLine(message);

    /// <inheritdoc/>
    public override void WriteLine(string? message)
    {
        lock (_lock)
        {
            foreach (string line in (message ?? string.Empty).Split('\n', '\r', '\0'))
            {
                string text = line.Trim();
                if (text.StartsWith(Begin, StringComparison.Ordinal))
                {
                    _lines.Clear();
                }
                else if (text.Length > 0 && _lines.Count < MostLines
                    && !text.StartsWith(Nothing, StringComparison.Ordinal))
                {
                    _lines.Add(text);
                }
            }
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DeepEM.Tests.Support;

/// <summary>The real program in a process of its own, which can be stopped by a signal at any moment.</summary>
internal sealed class DeepEmProcess : IDisposable
{
    private readonly Process _process = new();
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private DeepEmProcess(IReadOnlyDictionary<string, string> environment, IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet"
            ? host
            : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "deepem.dll"));
        foreach (string arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        _process.StartInfo = start;
        _process.OutputDataReceived += (_, line) =>
        {
            lock (_output)
            {
                _output.AppendLine(line.Data);
            }
        };
        _process.ErrorDataReceived += (_, line) => _error.AppendLine(line.Data);
    }

    /// <summary>The number of the process.</summary>
    public int Id => _process.Id;

    /// <summary>What it has printed until now.</summary>
    public string OutputSoFar
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts the program.</summary>
    public static DeepEmProcess Start(params IEnumerable<string> args) =>
        Start(new Dictionary<string, string>(), args);

    /// <summary>Starts the program with variables of its environment set.</summary>
    public static DeepEmProcess Start(
        IReadOnlyDictionary<string, string> environment, params IEnumerable<string> args)
    {
        var process = new DeepEmProcess(environment, args);
        process._process.Start();
        process._process.BeginOutputReadLine();
        process._process.BeginErrorReadLine();
        process._process.StandardInput.Close();
        return process;
    }

    /// <summary>Sends a signal, for example "TERM"; one that has ended already hears nothing.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start(
            new ProcessStartInfo("kill", ["-s", name, _process.Id.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardError = true,
            })!;
        kill.WaitForExit();
    }

    /// <summary>Waits until something is so, or the program has ended.</summary>
    /// <param name="isSo">Asked again and again.</param>
    /// <returns>Whether it became so.</returns>
    public bool WaitUntil(Func<bool> isSo)
    {
        while (!isSo())
        {
            if (_process.WaitForExit(5))
            {
                return isSo();
            }
        }

        return true;
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>Exit code (128 + number of an uncaught signal), stdout, stderr.</returns>
    public (int Code, string Output, string Error) Wait()
    {
        _process.WaitForExit();
        return (_process.ExitCode, _output.ToString().Trim(), _error.ToString().Trim());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}

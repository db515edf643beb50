using System.ComponentModel;
using System.Diagnostics;

namespace DeepEM.Engine.Jobs.Watch;

/// <summary>Runs the user's own command at an alarm; what it does, mail or a message, is the site's business.</summary>
/// <remarks>The watcher does not wait for it. What takes longer than a minute is ended.</remarks>
/// <param name="command">The command, for the shell.</param>
/// <param name="fail">Told in a few words when it did not do.</param>
internal sealed class AlarmCommand(string command, Action<string> fail)
{
    private static readonly TimeSpan _longest = TimeSpan.FromMinutes(1);

    /// <summary>Runs it on a thread of its own.</summary>
    /// <param name="line">Goes to its standard input, and a line feed after it.</param>
    /// <returns>Ends with the command.</returns>
    public Task Run(byte[] line) => Task.Factory.StartNew(
        () => Wait(line), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Wait(byte[] line)
    {
        ProcessStartInfo start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", ["/c", command])
            : new ProcessStartInfo("/bin/sh", ["-c", command]);
        start.RedirectStandardInput = true;
        try
        {
            using Process process = Process.Start(start)!;
            Tell(process, line);
            if (!process.WaitForExit(_longest))
            {
                process.Kill(entireProcessTree: true);
                fail("took longer than a minute and was ended");
            }
            else if (process.ExitCode != 0)
            {
                fail($"ended with code {process.ExitCode}");
            }
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            fail(exception.Message.ReplaceLineEndings(" "));
        }
    }

    private static void Tell(Process process, byte[] line)
    {
        try
        {
            using Stream input = process.StandardInput.BaseStream;
            input.Write([.. line, (byte)'\n']);
        }
        catch (IOException)
        {
            // It does not want to know.
        }
    }
}

using DeepEM.Cli.Options;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Jobs.Relion;

namespace DeepEM.Cli.Callers;

/// <summary>Runs a command as a job of RELION: it hears of the end however that comes, of a wrong command line too, and
/// its wish that the job stops is that of a signal.</summary>
internal static class RelionJob
{
    private const string Out = "--out";

    // RELION asks for no more than that a job stops soon; this is soon, and a look costs nothing.
    private static readonly TimeSpan _look = TimeSpan.FromSeconds(0.5);

    /// <summary>The folder of the job that a command line names.</summary>
    /// <param name="args">The command line, which may be wrong.</param>
    /// <returns>The folder; null where the command is no job of RELION, or names no folder.</returns>
    public static RelionJobFolder? FolderOf(IReadOnlyList<string> args)
    {
        string[] options = [.. args.TakeWhile(arg => arg != "--")];
        if (!options.Contains(RelionJobOption.Name))
        {
            return null;
        }

        string? path = null;
        for (int i = 0; i < options.Length; i++)
        {
            path = options[i] == Out ? options.ElementAtOrDefault(i + 1)
                : options[i].StartsWith($"{Out}=", StringComparison.Ordinal) ? options[i][(Out.Length + 1)..]
                : path;
        }

        // A training names the file that it writes.
        path = path is not null && options[0] == "train" ? Path.GetDirectoryName(path) : path;
        return string.IsNullOrEmpty(path) ? null : new RelionJobFolder(path);
    }

    /// <summary>Runs a command; where it is a job of RELION, as such.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="error">Receives why RELION could not be told.</param>
    /// <param name="run">Runs it, with a token of its own.</param>
    /// <param name="token">Asks the command to stop.</param>
    public static ExitCode Run(
        IReadOnlyList<string> args, TextWriter error, Func<CancellationToken, ExitCode> run, CancellationToken token)
    {
        if (FolderOf(args) is not { } folder)
        {
            return run(token);
        }

        ExitCode code;
        try
        {
            folder.Begin();
            using StopFiles files = new([folder.AbortPath], _look, token);
            code = run(files.Token);
        }
        catch (IOException exception)
        {
            error.WriteLine($"deepem: {exception.Message}");
            code = ExitCode.Failure;
        }
        catch
        {
            // Nobody catches it, and then nothing that stands in "finally" need ever run.
            End(folder, ExitCode.Failure, error);
            throw;
        }

        return End(folder, code, error);
    }

    /// <summary>Tells RELION the end of a job.</summary>
    /// <param name="folder">The job's folder; where it is not there, nobody waits.</param>
    /// <param name="code">How the command ended.</param>
    /// <param name="error">Receives why RELION could not be told.</param>
    /// <returns>The code; a failure where what belongs to a success could not be written.</returns>
    public static ExitCode End(RelionJobFolder folder, ExitCode code, TextWriter error)
    {
        if (!folder.Exists)
        {
            return code;
        }

        try
        {
            folder.End(EndOf(code));
            return code;
        }
        catch (IOException exception)
        {
            error.WriteLine($"deepem: {exception.Message}");
            return EndOf(code) == RelionJobEnd.Success ? End(folder, ExitCode.Failure, error) : code;
        }
    }

    private static RelionJobEnd EndOf(ExitCode code) => code switch
    {
        ExitCode.Success or ExitCode.PartialFailure => RelionJobEnd.Success,
        ExitCode.Interrupted or ExitCode.Terminated => RelionJobEnd.Aborted,
        _ => RelionJobEnd.Failure,
    };
}

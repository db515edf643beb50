using System.Diagnostics.CodeAnalysis;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Devices;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Cli.Callers.Topaz;

/// <summary>The program as those call it who know Topaz: its command line, its files, its exit codes.</summary>
/// <remarks>
/// RELION starts it once for every micrograph: nothing on this way touches the program's own command line, a graphics
/// library or a library for devices.
/// </remarks>
internal static class TopazProgram
{
    /// <summary>The word by which launchers ask for this.</summary>
    public const string Word = "topaz";

    /// <summary>Callers want a version of Topaz's, three numbers and nothing else, and choose their words by it.
    /// </summary>
    public const string Version = "0.2.5";

    private static readonly (string Name, Func<TopazCommand> Create)[] _commands =
    [
        ("extract", static () => new TopazExtract()),
        ("train", static () => new TopazTrain()),
        ("preprocess", static () => new TopazPrepare(
            "preprocess", "makes images smaller and normalises them", bins: true, normalises: true)),
        ("normalize", static () => new TopazPrepare(
            "normalize", "normalises images", bins: false, normalises: true)),
        ("downsample", static () => new TopazPrepare(
            "downsample", "makes images smaller", bins: true, normalises: false)),
        ("convert", static () => new TopazConvert()),
        ("train_test_split", static () => new TopazDivide("train_test_split")),
        ("split", static () => new TopazDivide("split")),
        ("precision_recall_curve", static () => new TopazJudge()),
        ("denoise", static () => new TopazNotDone(
            "denoise", "Topaz itself does it, and RELION shows the image as it is")),
        ("segment", static () => new TopazNotDone("segment", "Topaz itself does it")),
        ("gui", static () => new TopazNotDone("gui", "Topaz itself has it; RELION's manual picking shows picks")),
    ];

    /// <summary>Runs a command line of Topaz's, with the program's own standard input.</summary>
    /// <param name="args">The arguments after the word.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives everything else.</param>
    /// <param name="token">Asks to stop.</param>
    public static ExitCode Run(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken token)
    {
        using var input = StandardInput.Of(token);
        return Run(args, input, output, error, token);
    }

    /// <summary>Runs a command line of Topaz's.</summary>
    /// <param name="args">The arguments after the word.</param>
    /// <param name="input">Names of files, where none are given.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives everything else.</param>
    /// <param name="token">Asks to stop.</param>
    public static ExitCode Run(
        IReadOnlyList<string> args, TextReader input, TextWriter output, TextWriter error, CancellationToken token)
    {
        switch (args.Count == 0 ? "-h" : args[0])
        {
            case "--version":
                output.Write($"{Version}\n");
                return ExitCode.Success;
            case "-h" or "--help":
                TopazHelp.Write(_commands.Select(each => each.Create()), output);
                return ExitCode.Success;
        }

        Func<TopazCommand>? create = _commands.FirstOrDefault(each => each.Name == args[0]).Create;
        if (create is null)
        {
            error.WriteLine($"deepem-topaz: no command '{args[0]}'; expected one of "
                + string.Join(", ", _commands.Select(each => each.Name)));
            return ExitCode.Usage;
        }

        TopazCommand command = create();
        if (args.Any(word => word is "-h" or "--help"))
        {
            TopazHelp.Write(command, output);
            return ExitCode.Success;
        }

        return Run(command, args, input, output, error, token);
    }

    [SuppressMessage(
        "Design", "CA1031", Justification = "Where every exception of a caller's call becomes a line and a code.")]
    private static ExitCode Run(
        TopazCommand command,
        IReadOnlyList<string> args,
        TextReader input,
        TextWriter output,
        TextWriter error,
        CancellationToken token)
    {
        TopazLog log = new(error, isVerbose: false);
        try
        {
            var words = TopazWords.Parse([.. args.Skip(1)], command.Options);
            log = new TopazLog(error, words.Has("--verbose"));
            if (command.Options.Count > 0)
            {
                log.Tell(words);
            }

            return command.Run(new TopazCall([Word, .. args], words, input, output, log, token));
        }
        catch (Exception exception)
        {
            return Report(CommandAction.Innermost(exception), log, error);
        }
    }

    private static ExitCode Report(Exception exception, TopazLog log, TextWriter error)
    {
        if (DeviceFailure.Of(device: null, exception) is { } failure)
        {
            log.Say(failure.Message);
            return ExitCode.Failure;
        }

        switch (exception)
        {
            case UsageException or SettingsException:
                log.Say(exception.Message);
                return ExitCode.Usage;

            case OperationCanceledException:
                log.Say("interrupted");
                return ExitCode.Interrupted;

            case TopazRefusal or NoticedException or IOException or UnauthorizedAccessException:
                log.Say(exception.Message);
                return ExitCode.Failure;

            case OutOfMemoryException or ThreadStartException:
                log.Say("not enough memory");
                return ExitCode.Failure;

            default:
                log.Say($"internal error: {exception.GetType().Name}: {exception.Message}");
                if (Environment.GetEnvironmentVariable(CommandAction.DebugVariable) == "1")
                {
                    error.WriteLine(exception);
                }

                return ExitCode.Failure;
        }
    }
}

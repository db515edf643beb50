using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using DeepEM.Cli.Callers;
using DeepEM.Cli.Commands;
using DeepEM.Cli.Help;
using DeepEM.Cli.Options;
using DeepEM.Cli.Shell;
using DeepEM.Cli.Web;

namespace DeepEM.Cli;

/// <summary>The whole command line: one class per command under Commands, parsed and run here.</summary>
internal static class CommandLine
{
    private const string ProgramName = "deepem";

    private static readonly (string Title, (string Name, Func<Command> Create)[] Commands)[] _groups =
    [
        ("Pick particles",
        [
            ("serve", () => ServeCommand.Create(EngineProject.Open)),
            ("pick", PickCommand.Create), ("select", SelectCommand.Create), ("train", TrainCommand.Create),
            ("watch", WatchCommand.Create), ("diameter", DiameterCommand.Create), ("demo", DemoCommand.Create),
            ("slurm", SlurmCommand.Create), ("merge", MergeCommand.Create),
        ]),
        ("Check picks",
        [
            ("verify", VerifyCommand.Create), ("evaluate", EvaluateCommand.Create),
            ("consensus", ConsensusCommand.Create), ("study", StudyCommand.Create), ("compare", CompareCommand.Create),
        ]),
        ("Files and formats",
        [
            ("convert", ConvertCommand.Create), ("extract", ExtractCommand.Create),
            ("simulate", SimulateCommand.Create),
        ]),
        ("Other programs", [("relion", RelionCommand.Create), ("topaz-compat", TopazCompatCommand.Create)]),
        ("This machine",
        [
            ("doctor", DoctorCommand.Create), ("devices", DevicesCommand.Create), ("bench", BenchCommand.Create),
            ("completion", () => CompletionCommand.Create(Create)), ("train-general", TrainGeneralCommand.Create),
        ]),
    ];

    /// <summary>Builds the whole command tree.</summary>
    public static RootCommand Create() => Create(_ => true);

    // A program that is started for one command does not wait for the options of all the others.
    private static RootCommand CreateFor(IReadOnlyList<string> args) => args switch
    {
        ["--version"] => Create(_ => false),
        [string first, ..] when _groups.Any(group => group.Commands.Any(command => command.Name == first)) =>
            Create(name => name == first),
        _ => Create(),
    };

    private static RootCommand Create(Func<string, bool> isWanted)
    {
        (string Title, IReadOnlyList<Command> Commands)[] groups =
        [
            .. _groups.Select(group => (
                group.Title,
                (IReadOnlyList<Command>)
                [
                    .. group.Commands.Where(command => isWanted(command.Name)).Select(command => command.Create()),
                ])),
        ];
        RootCommand root = new("Picks particles in cryo-electron micrographs.") { HelpName = ProgramName };
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        CommandGroups grouped = new(groups, (HelpAction)help.Action!);
        help.Action = grouped;
        root.Options.Add(LogOption.Create());
        root.Options.Add(LogOption.CreateQuiet());
        root.Options.Add(LogOption.CreateVerbose());
        foreach (Command command in groups.SelectMany(group => group.Commands))
        {
            root.Subcommands.Add(command);
        }

        root.Subcommands.Add(HelpCommand.Create(grouped));
        return root;
    }

    /// <summary>Parses and runs a command line.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives everything else.</param>
    /// <param name="token">Asks the command to stop.</param>
    public static ExitCode Run(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken token = default) =>
        RelionJob.Run(args, error, inner => Run(CreateFor(args), args, output, error, inner), token);

    /// <summary>Parses and runs a command line of a given command tree.</summary>
    internal static ExitCode Run(
        RootCommand root, IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken token)
    {
        // Neither response files nor bundles: @list.txt is a list of micrographs, and -ab is never -a -b.
        ParserConfiguration parser = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };
        ParseResult result = root.Parse(args, parser);
        List<string> errors = [];
        if (CommandNames.Unknown(args, root) is { } name)
        {
            errors.Add(CommandNames.Refusal(name, root));
        }
        else if (result.Action is not (HelpAction or CommandGroups))
        {
            errors.AddRange(UnknownOptions(result, args).Select(name => $"unknown option '{name}'"));
        }

        if (args.Count == 0 && root.Options.OfType<HelpOption>().FirstOrDefault()?.Action is CommandGroups commands)
        {
            error.WriteLine($"{root.HelpName}: expected a command");
            commands.Write(root, error);
            return ExitCode.Usage;
        }

        if (errors.Count == 0 && result.Action is ParseErrorAction)
        {
            errors.AddRange(result.Errors.Select(parseError => parseError.Message));
        }

        if (errors.Count > 0)
        {
            RunLog log = LogOption.Of(result, error);
            log.Refuse(errors, UsageError.Usage(result));
            log.End(ExitCode.Usage);
            return ExitCode.Usage;
        }

        InvocationConfiguration invocation = new()
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return (ExitCode)result.InvokeAsync(invocation, token).GetAwaiter().GetResult();
    }

    // The parser takes what it does not know for a value or a file name: a mistyped --treshold would be read as a
    // micrograph. Such names need "--" before them, "./" or "--option=" in front.
    private static IEnumerable<string> UnknownOptions(ParseResult result, IReadOnlyList<string> args)
    {
        HashSet<string> known = [];
        for (Symbol? symbol = result.CommandResult.Command; symbol is Command command;)
        {
            bool isInnermost = ReferenceEquals(symbol, result.CommandResult.Command);
            foreach (Option option in command.Options.Where(option => isInnermost || option.Recursive))
            {
                known.UnionWith([option.Name, .. option.Aliases]);
            }

            symbol = command.Parents.FirstOrDefault();
        }

        return args
            .TakeWhile(arg => arg != "--")
            .Where((_, i) => i == 0 || args[i - 1] != SlurmOptions.SbatchName)
            .Where(arg => arg.Length > 1 && arg[0] == '-')
            .Where(arg => !double.TryParse(arg, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            .Select(arg => arg.Split('=', ':')[0])
            .Where(name => !known.Contains(name));
    }
}

using DeepEM.Engine.Foundation;
using Spectre.Console;

namespace DeepEM.Cli.Shell;

/// <summary>Shows progress as a bar with the time left, on stderr and only where that is a terminal.</summary>
/// <remarks>
/// The bars live while <see cref="Show"/> runs. Nothing else may be written to the terminal in that time: results and
/// warnings wait until it has returned.
/// </remarks>
internal sealed class ConsoleProgress : IProgress<StageProgress>
{
    private readonly Lock _lock = new();
    private readonly ProgressContext _context;
    private ProgressTask? _task;
    private string? _stage;

    private ConsoleProgress(ProgressContext context) => _context = context;

    /// <summary>Runs work that reports its progress.</summary>
    /// <typeparam name="T">What the work results in.</typeparam>
    /// <param name="error">Where talk goes; bars are drawn only when this is the real stderr, and a terminal.</param>
    /// <param name="work">Receives where to report; may report from several threads.</param>
    /// <returns>What the work returned.</returns>
    public static T Show<T>(TextWriter error, Func<IProgress<StageProgress>, T> work)
    {
        if (!ReferenceEquals(error, Console.Error) || Console.IsErrorRedirected)
        {
            return work(new SilentProgress());
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn())
            .Start(context => work(new ConsoleProgress(context)));
    }

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        lock (_lock)
        {
            if (_task is null || _stage != value.Stage)
            {
                _task?.StopTask();
                _task = _context.AddTask(Markup.Escape(value.Stage));
                _stage = value.Stage;
            }

            string text = value.Detail.Length == 0 ? value.Stage : $"{value.Stage}  {value.Detail}";
            _task.Description = Markup.Escape(text);
            _task.MaxValue = Math.Max(value.Total, 1);
            _task.Value = Math.Clamp(value.Done, 0, Math.Max(value.Total, 1));
        }
    }

    private sealed class SilentProgress : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            // Nobody watches.
        }
    }
}

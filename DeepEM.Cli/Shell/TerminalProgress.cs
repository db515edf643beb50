using DeepEM.Engine.Foundation;
using Spectre.Console;

namespace DeepEM.Cli.Shell;

/// <summary>Progress as a bar for each stage, with the time that is left.</summary>
internal sealed class TerminalProgress : IProgress<StageProgress>
{
    private readonly Lock _lock = new();
    private readonly ProgressContext _context;
    private ProgressTask? _task;
    private string? _stage;

    private TerminalProgress(ProgressContext context) => _context = context;

    /// <summary>Runs work that reports its progress.</summary>
    /// <typeparam name="T">What the work results in.</typeparam>
    /// <param name="terminal">Where bars are drawn.</param>
    /// <param name="work">Receives where to report, perhaps from several threads, and where to write lines.</param>
    /// <returns>What the work returned.</returns>
    public static T Show<T>(TextWriter terminal, Func<IProgress<StageProgress>, Action<string>, T> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal) });
        return console.Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new TimeLeftColumn())
            .Start(context => work(new TerminalProgress(context), console.WriteLine));
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

            _task.Description = Markup.Escape(ProgressText.Of(value));
            _task.IsIndeterminate = value.Total == 0;
            _task.MaxValue = Math.Max(value.Total, 1);
            _task.Value = Math.Clamp(value.Done, 0, Math.Max(value.Total, 1));
        }
    }
}

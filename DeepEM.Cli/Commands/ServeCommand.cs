using System.CommandLine;
using DeepEM.Cli.Options;
using DeepEM.Cli.Output;
using DeepEM.Cli.Shell;
using DeepEM.Cli.Web;
using DeepEM.Cli.Web.Routes;
using DeepEM.Engine.Foundation.Notices;

namespace DeepEM.Cli.Commands;

/// <summary><c>deepem serve</c>: a page on which to label, train, look and sort.</summary>
/// <param name="open">Opens the project.</param>
internal sealed class ServeCommand(Func<ProjectRequest, IServedProject> open)
{
    private readonly Argument<string[]> _micrographs = CommonOptions.MicrographsToServe();

    private readonly ServeOptions _serve = new();

    private readonly Option<string> _device = DeviceOption.Create(takesSeveral: false);

    // One core draws the page while the others train.
    private readonly Option<int> _threads = CommonOptions.Threads(spared: 1);

    /// <summary>The command, ready to be added to the root.</summary>
    /// <param name="open">Opens the project.</param>
    public static Command Create(Func<ProjectRequest, IServedProject> open)
    {
        ServeCommand serve = new(open);
        Command command = new("serve", "Shows a page in a browser: label, train, pick, sort, export.")
        {
            serve._micrographs,
        };
        serve._serve.AddTo(command);
        command.Options.Add(serve._device);
        command.Options.Add(serve._threads);
        command.SetRun((result, token) => serve.Run(result, token).GetAwaiter().GetResult());
        return command;
    }

    private async Task<ExitCode> Run(ParseResult result, CancellationToken token)
    {
        string[] micrographs = result.GetValue(_micrographs) ?? [];
        string folder = _serve.ProjectOf(result);
        RunLog log = LogOption.Of(result);
        IServedProject project = open(new ProjectRequest(
            folder,
            micrographs,
            _serve.RootsOf(result, micrographs),
            result.GetValue(_serve.ReadOnly),
            result.GetRequiredValue(_device),
            result.GetRequiredValue(_threads)));
        TaskCompletionSource quit = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await Serve(result, project, folder, quit, failure => log.Write([Told(failure)]), token);
        }
        finally
        {
            project.End();
        }

        return quit.Task.IsCompleted ? ExitCode.Success : throw new InterruptedException(ServeText.Interrupted(folder));
    }

    private async Task Serve(
        ParseResult result,
        IServedProject project,
        string folder,
        TaskCompletionSource quit,
        Action<Exception> report,
        CancellationToken token)
    {
        TimeProvider clock = TimeProvider.System;
        ServerSettings settings = new(
            result.GetRequiredValue(_serve.Port),
            result.GetValue(_serve.Socket),
            result.GetValue(_serve.BasePath) ?? "",
            result.GetValue(_serve.AllowedHosts));
        LoginKeys keys = new(clock);
        await using WebServer server = await WebServer.Start(
            settings,
            keys,
            clock,
            (routes, ending) => PageRoutes.Map(routes, project, clock, () => quit.TrySetResult(), ending),
            report);
        ServeText.Write(
            result.InvocationConfiguration.Output, With(server.Address, keys.Key), folder, settings.SocketPath);
        if (settings.SocketPath is null && !result.GetValue(_serve.NoBrowser))
        {
            DesktopBrowser.Open(With(server.Address, keys.Once!));
        }

        await Task.WhenAny(quit.Task, Task.Delay(Timeout.Infinite, token));
    }

    private static Notice Told(Exception failure) => Notice.Warning(
        "", NoticeCode.RequestFailed, $"internal error: {failure.GetType().Name}: {failure.Message}");

    private static Uri With(Uri address, string key) => new(address, $"?key={key}");
}

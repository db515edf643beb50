using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DeepEM.Cli.Web;

/// <summary>Serves the page to the browsers of this machine.</summary>
/// <remarks>
/// It listens on 127.0.0.1 or a Unix socket, and nothing can make it listen elsewhere: no file of settings is read, and
/// no variable of the environment.
/// </remarks>
internal sealed class WebServer : IAsyncDisposable
{
    private const int MostConnections = 64;

    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _longestEnd = TimeSpan.FromSeconds(3);

    private readonly WebApplication _app;
    private readonly ServerSettings _settings;
    private readonly CancellationTokenSource _ending;

    private WebServer(WebApplication app, ServerSettings settings, CancellationTokenSource ending)
    {
        _app = app;
        _settings = settings;
        _ending = ending;
    }

    /// <summary>Where the page is, as browsers here see it; for a socket a name that leads nowhere yet.</summary>
    public Uri Address => new(
        $"{(_settings.SocketPath is null ? _app.Urls.Single() : "http://localhost")}{_settings.BasePath}/");

    /// <summary>Starts a server.</summary>
    /// <param name="settings">Where it listens.</param>
    /// <param name="keys">Who may use the page.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="map">Adds what it answers, given a token that ends long answers when the server does.</param>
    /// <param name="report">Told what failed in answering and nobody had thought of.</param>
    /// <exception cref="IOException">It cannot listen there.</exception>
    public static async Task<WebServer> Start(
        ServerSettings settings,
        LoginKeys keys,
        TimeProvider clock,
        Action<IEndpointRouteBuilder, CancellationToken> map,
        Action<Exception> report)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(options => Configure(options, settings));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = _longestEnd);
        if (settings.SocketPath is { } path)
        {
            builder.Services.Configure<SocketTransportOptions>(
                options => options.CreateBoundListenSocket = _ => SocketFile.Create(Path.GetFullPath(path)));
        }

        WebApplication app = builder.Build();
        CancellationTokenSource ending = new();
        Gate gate = new(keys, settings.AllowedHosts ?? []);
        Assets assets = new();
        app.Use(next => context => Answers.Guard(context, next, report));
        if (settings.BasePath.Length > 0)
        {
            app.UsePathBase(settings.BasePath);
        }

        app.Use(next => context => gate.Pass(context, next));
        app.UseRouting();
        app.MapGet("/", context => WriteStart(context, assets));
        app.MapGet("/web/{name}", context => assets.Write(context, $"{context.GetRouteValue("name")}"));
        map(app, ending.Token);
        try
        {
            await app.StartAsync();
        }
        catch (Exception exception)
            when (exception is SocketException or IOException or UnauthorizedAccessException)
        {
            await app.DisposeAsync();
            ending.Dispose();
            throw settings.SocketPath is null
                ? new IOException($"127.0.0.1:{settings.Port}: the port cannot be used: {Reason(exception)}", exception)
                : exception as IOException ?? new IOException($"{settings.SocketPath}: {exception.Message}", exception);
        }

        return new WebServer(app, settings, ending);
    }

    /// <summary>Tells open pages of the end, answers what is under way, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _ending.Dispose();
        if (_settings.SocketPath is { } path)
        {
            SocketFile.Remove(path);
        }
    }

    private static void Configure(KestrelServerOptions options, ServerSettings settings)
    {
        options.AddServerHeader = false;
        options.Limits.MaxConcurrentConnections = MostConnections;
        options.Limits.MaxRequestBodySize = Answers.MostBytes;
        options.Limits.RequestHeadersTimeout = _longestWait;
        if (settings.SocketPath is { } path)
        {
            options.ListenUnixSocket(Path.GetFullPath(path), listen => listen.Protocols = HttpProtocols.Http1);
        }
        else
        {
            options.Listen(IPAddress.Loopback, settings.Port, listen => listen.Protocols = HttpProtocols.Http1);
        }
    }

    // Everything on the page is named relative to it: below a prefix the path must end in a slash.
    private static async Task WriteStart(HttpContext context, Assets assets)
    {
        if (context.Request.Path.HasValue)
        {
            await assets.Write(context, Assets.Index);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = $"{context.Request.PathBase.Value!.Split('/')[^1]}/";
    }

    private static string Reason(Exception exception) =>
        exception.InnerException is { } inner ? inner.Message : exception.Message;
}

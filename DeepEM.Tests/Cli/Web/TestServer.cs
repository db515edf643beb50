using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using DeepEM.Cli.Web;
using DeepEM.Cli.Web.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DeepEM.Tests.Cli.Web;

/// <summary>A server on a free port with a few answers of its own, and browsers that talk to it.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebServer _server;
    private readonly List<Exception> _failures;

    private TestServer(WebServer server, LoginKeys keys, List<Exception> failures)
    {
        _server = server;
        Keys = keys;
        _failures = failures;
    }

    public Uri Address => _server.Address;

    public LoginKeys Keys { get; }

    /// <summary>What the person at the terminal was told.</summary>
    public IReadOnlyList<Exception> Failures => _failures;

    public static async Task<TestServer> Start(
        ServerSettings? settings = null,
        Action<IEndpointRouteBuilder, CancellationToken>? map = null,
        TimeProvider? clock = null)
    {
        LoginKeys keys = new(clock ?? TimeProvider.System);
        List<Exception> failures = [];
        WebServer server = await WebServer.Start(
            settings ?? new ServerSettings(),
            keys,
            clock ?? TimeProvider.System,
            map ?? MapSmall,
            failures.Add);
        return new TestServer(server, keys, failures);
    }

    /// <summary>A browser that has not been let in.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "A client disposes of its handler.")]
    public HttpClient Stranger() => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        BaseAddress = Address,
    };

    /// <summary>A browser that was let in, and whose every request is one of the page.</summary>
    public HttpClient Page()
    {
        HttpClient client = Stranger();
        client.DefaultRequestHeaders.Add("Cookie", $"{Keys.CookieName}={Keys.CookieValue}");
        client.DefaultRequestHeaders.Add(Gate.WriteHeader, "1");
        return client;
    }

    /// <summary>Sends JSON.</summary>
    public static async Task<HttpResponseMessage> Send(HttpClient client, HttpMethod method, string path, string json)
    {
        using StringContent content = new(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using HttpRequestMessage request = new(method, path) { Content = content };
        return await client.SendAsync(request);
    }

    /// <inheritdoc cref="Send"/>
    public static Task<HttpResponseMessage> Post(HttpClient client, string path, string json) =>
        Send(client, HttpMethod.Post, path, json);

    public static async Task<HttpStatusCode> Status(Task<HttpResponseMessage> request)
    {
        using HttpResponseMessage response = await request;
        return response.StatusCode;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static void MapSmall(IEndpointRouteBuilder routes, CancellationToken ending)
    {
        routes.MapGet("/api/look", context => context.Response.WriteAsync("seen"));
        routes.MapPost("/api/change", async context =>
        {
            ErrorAnswer said = await Answers.Read(context, WebJson.Default.ErrorAnswer);
            await Answers.Write(context, said, WebJson.Default.ErrorAnswer);
        });
        routes.MapDelete("/api/change", context => context.Response.WriteAsync("gone"));
        routes.MapGet("/api/fail", _ => throw new InvalidOperationException("the secret of the inside"));
        routes.MapGet("/api/wait", context => Task.Delay(Timeout.Infinite, ending));
    }
}

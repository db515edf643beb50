namespace DeepEM.Cli.Web;

/// <summary>Where the page is served, and under which names.</summary>
/// <param name="Port">Port on 127.0.0.1; 0 for one that is free.</param>
/// <param name="SocketPath">A Unix socket to serve on instead; null for the port.</param>
/// <param name="BasePath">What a proxy puts before every path and leaves there; empty, or "/" and more.</param>
/// <param name="AllowedHosts">Further names under which the page may be called, without port.</param>
internal sealed record ServerSettings(
    int Port = 0, string? SocketPath = null, string BasePath = "", IReadOnlyList<string>? AllowedHosts = null);

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace DeepEM.Cli.Web;

/// <summary>What every request passes: from where it may come, who may send it, and what a browser may do with the
/// answer.</summary>
/// <remarks>
/// On a machine that several people share, every one of them reaches 127.0.0.1, and so does every page that is open in
/// a browser on it. So an address with a key is needed first; another site's page is told by where its request comes
/// from; and a name that an attacker points at 127.0.0.1 is told by the Host that the browser sends.
/// </remarks>
/// <param name="keys">Who may use the page.</param>
/// <param name="allowedHosts">Names under which the page may be called beside those of this machine.</param>
internal sealed class Gate(LoginKeys keys, IEnumerable<string> allowedHosts)
{
    /// <summary>The header of every request that changes something; no form of another site can send it.</summary>
    public const string WriteHeader = "X-DeepEM";

    /// <summary>What the page may load: its own files, and nothing that is written into it as text.</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
        + "require-trusted-types-for 'script'";

    // A cookie that is set by a redirect from another site would not be sent by the redirected request: it is one of
    // that site's still. The refresh is this page's own.
    private const string LoginPage =
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>DeepEM</title>"
        + "<link rel=\"icon\" href=\"web/icon.svg\">"
        + "<meta http-equiv=\"refresh\" content=\"0;url=./\"></head><body><p>Opening ...</p></body></html>";

    private readonly HashSet<string> _hosts =
        new(["localhost", "127.0.0.1", "[::1]", .. allowedHosts], StringComparer.OrdinalIgnoreCase);

    /// <summary>Lets a request pass, or answers it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="next">Answers those that pass.</param>
    public async Task Pass(HttpContext context, RequestDelegate next)
    {
        AddHeaders(context.Response.Headers);
        HttpRequest request = context.Request;
        RequireOwnHost(request);
        RequireOwnPage(request);
        if (IsStart(request) && request.Query.TryGetValue("key", out StringValues key))
        {
            await LogIn(context, key.ToString());
            return;
        }

        if (!keys.IsCookie(request.Cookies[keys.CookieName]))
        {
            throw new RequestException(
                StatusCodes.Status401Unauthorized,
                "The key is missing",
                "open the address that deepem serve has printed; keys are new at each start");
        }

        RequireIntention(request);
        await next(context);
    }

    private static void AddHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    private void RequireOwnHost(HttpRequest request)
    {
        if (!_hosts.Contains(request.Host.Host))
        {
            throw new RequestException(
                StatusCodes.Status421MisdirectedRequest,
                "Another name was expected",
                "the page answers as localhost and 127.0.0.1, and as what --allow-host names");
        }
    }

    private static void RequireOwnPage(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        bool isOwnOrigin = origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
                && uri.Authority.Equals(WithoutUsualPort(request.Host, uri), StringComparison.OrdinalIgnoreCase));
        if (!isOwnOrigin || (site is "cross-site" or "same-site" && !IsStart(request)))
        {
            throw new RequestException(
                StatusCodes.Status403Forbidden, "Not from this page", "the request comes from another site's page");
        }
    }

    // Browsers leave a scheme's usual port out of both; a proxy may add it to one of them.
    private static string WithoutUsualPort(HostString host, Uri origin) =>
        host.Port is { } port && !(origin.IsDefaultPort && port == origin.Port) ? $"{host.Host}:{port}" : host.Host;

    private async Task LogIn(HttpContext context, string key)
    {
        switch (keys.Check(key))
        {
            case KeyVerdict.Wrong:
                throw new RequestException(
                    StatusCodes.Status401Unauthorized,
                    "The key is wrong",
                    "open the address that deepem serve has printed; keys are new at each start");

            case KeyVerdict.TooMany:
                throw new RequestException(
                    StatusCodes.Status429TooManyRequests, "Too many wrong keys", "wait a minute");
        }

        HttpResponse response = context.Response;

        // Without a path the cookie stays below the prefix that a proxy puts before this server.
        response.Cookies.Append(keys.CookieName, keys.CookieValue, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Path = null,
            Secure = IsSecure(context.Request),
            IsEssential = true,
        });
        response.ContentType = "text/html; charset=utf-8";
        await response.WriteAsync(LoginPage, context.RequestAborted);
    }

    private static void RequireIntention(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return;
        }

        if (request.Headers[WriteHeader] != "1")
        {
            throw new RequestException(
                StatusCodes.Status403Forbidden, "Not from this page", $"the header {WriteHeader}: 1 is missing");
        }

        if (!request.HasJsonContentType())
        {
            throw new RequestException(
                StatusCodes.Status415UnsupportedMediaType,
                "JSON was expected",
                "the header Content-Type: application/json is missing");
        }
    }

    private static bool IsStart(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && (request.Path == "/" || !request.Path.HasValue);

    // What the browser speaks with the proxy before this server; a wrong word harms who says it.
    private static bool IsSecure(HttpRequest request) =>
        request.Headers["X-Forwarded-Proto"].ToString().Split(',')[0].Trim()
            .Equals("https", StringComparison.OrdinalIgnoreCase);
}

using System.IO.Hashing;
using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace DeepEM.Cli.Web;

/// <summary>The page's own files, which are part of the program.</summary>
/// <remarks>A browser asks for each at every visit, and gets it only where it has changed.</remarks>
internal sealed class Assets
{
    /// <summary>The file that <c>/</c> answers with.</summary>
    public const string Index = "index.html";

    private const string Folder = "web/";

    private static readonly Dictionary<string, string> _types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
    };

    private readonly Dictionary<string, (byte[] Bytes, string Tag)> _files = new(StringComparer.Ordinal);

    /// <summary>Reads them.</summary>
    public Assets()
    {
        Assembly program = typeof(Assets).Assembly;
        foreach (string resource in program.GetManifestResourceNames())
        {
            if (resource.StartsWith(Folder, StringComparison.Ordinal))
            {
                using Stream stream = program.GetManifestResourceStream(resource)!;
                byte[] bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                string tag = $"\"{Convert.ToHexStringLower(XxHash128.Hash(bytes))}\"";
                _files.Add(resource[Folder.Length..], (bytes, tag));
            }
        }
    }

    /// <summary>Their names.</summary>
    public IReadOnlyCollection<string> Names => _files.Keys;

    /// <summary>Answers with one of them.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="RequestException">There is none of the name.</exception>
    public async Task Write(HttpContext context, string name)
    {
        if (!_files.TryGetValue(name, out (byte[] Bytes, string Tag) file))
        {
            throw RequestException.Missing("no such file of the page");
        }

        HttpResponse response = context.Response;
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = file.Tag;
        if (context.Request.Headers.IfNoneMatch.ToString().Split(", ").Contains(file.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = _types.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream");
        response.ContentLength = file.Bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(file.Bytes, context.RequestAborted);
        }
    }
}

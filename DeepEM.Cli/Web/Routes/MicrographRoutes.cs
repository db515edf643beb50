using System.Globalization;
using DeepEM.Cli.Web.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DeepEM.Cli.Web.Routes;

/// <summary>The list of micrographs, their pictures, and what is drawn on them.</summary>
internal static class MicrographRoutes
{
    // 4 MB; a screen shows some fifty.
    private const int MostThumbs = 1024;

    // A side of 8 million pixels.
    private const int MostTiles = 1 << 14;

    /// <summary>Adds the answers.</summary>
    /// <param name="routes">Receives them.</param>
    /// <param name="project">The project.</param>
    public static void Map(IEndpointRouteBuilder routes, IServedProject project)
    {
        routes.MapGet("/api/micrographs", context =>
            Answers.Write(context, project.Micrographs(), WebJson.Default.MicrographsAnswer));
        routes.MapPost("/api/micrographs", async context =>
        {
            RequestValues.RequireWritable(project);
            InputsRequest request = await Answers.Read(context, WebJson.Default.InputsRequest);
            string[] inputs = [.. request.Inputs.Select(project.Paths.ResolveInput)];
            if (inputs.Length == 0)
            {
                throw RequestException.Bad("inputs is empty, expected files or folders");
            }

            await Answers.Write(
                context,
                new JobStarted(project.Add(inputs)),
                WebJson.Default.JobStarted,
                StatusCodes.Status202Accepted);
        });
        routes.MapGet("/api/counts", context => Answers.Write(context, project.Counts()));
        routes.MapGet("/api/thumbs", context => WriteThumbs(context, project));
        routes.MapGet("/api/micrographs/{i}/plane", context => WritePlane(context, project));
        routes.MapGet("/api/micrographs/{i}/tile/{x}/{y}", context => Answers.Write(
            context,
            project.Tile(
                RequestValues.Micrograph(context, project),
                RequestValues.Whole(context, "x", 0, MostTiles),
                RequestValues.Whole(context, "y", 0, MostTiles),
                context.RequestAborted)));
        routes.MapGet("/api/micrographs/{i}/marks", context => Answers.Write(
            context, project.Marks(RequestValues.Micrograph(context, project)), WebJson.Default.MarksAnswer));
    }

    private static Task WriteThumbs(HttpContext context, IServedProject project)
    {
        int all = project.Count;
        int from = RequestValues.Whole(context, "from", 0, all);
        int count = Math.Min(RequestValues.Whole(context, "count", 0, MostThumbs), all - from);
        (ReadOnlyMemory<byte> bytes, IReadOnlyList<int> missing) = project.Thumbs(from, count);
        context.Response.Headers["X-Missing"] =
            string.Join(',', missing.Select(index => index.ToString(CultureInfo.InvariantCulture)));
        return Answers.Write(context, bytes);
    }

    private static Task WritePlane(HttpContext context, IServedProject project)
    {
        PlaneAnswer plane = project.Plane(RequestValues.Micrograph(context, project), context.RequestAborted);
        IHeaderDictionary headers = context.Response.Headers;
        headers.CacheControl = "private, no-cache";
        headers.ETag = $"\"{plane.Tag}\"";
        headers["X-Shape"] = plane.Shape;
        if (context.Request.Headers.IfNoneMatch == headers.ETag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        return Answers.Write(context, plane.Bytes);
    }
}

using DeepEM.Cli.Web.Wire;
using DeepEM.Engine.Foundation.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Microsoft.Win32.SafeHandles;

namespace DeepEM.Cli.Web.Routes;

/// <summary>Files for other programs, and the command lines that write them.</summary>
internal static class ExportRoutes
{
    private static readonly string[] _formats = ["star", "box", "cbox", "cs"];

    /// <summary>Adds the answers.</summary>
    /// <param name="routes">Receives them.</param>
    /// <param name="project">The project.</param>
    public static void Map(IEndpointRouteBuilder routes, IServedProject project)
    {
        routes.MapPost("/api/export", async context =>
        {
            RequestValues.RequireWritable(project);
            ExportRequest request = await Answers.Read(context, WebJson.Default.ExportRequest);
            if (request.Formats.Count == 0 || request.Formats.Except(_formats).Any())
            {
                throw RequestException.Bad("formats are not some of star, box, cbox and cs");
            }

            if (!(request.Threshold >= 0 && request.Threshold <= 1))
            {
                throw RequestException.Bad("threshold is not a number from 0 to 1");
            }

            ExportRequest safe = request with { Out = project.Paths.Resolve(request.Out) };
            await Answers.Write(
                context, project.Export(safe, context.RequestAborted), WebJson.Default.ExportAnswer);
        });
        routes.MapGet("/api/export/{**name}", context => Download(context, project));
        routes.MapGet("/api/command", context => Answers.Write(
            context,
            project.Command(RequestValues.OptionalReal(context, "threshold", 0, 1)),
            WebJson.Default.CommandAnswer));
    }

    private static async Task Download(HttpContext context, IServedProject project)
    {
        string name = RequestValues.Text(context, "name");
        string path = project.Exported(name) ?? throw RequestException.Missing("no such file was exported");
        using SafeFileHandle file = project.Paths.Open(path);
        await using FileStream stream = new(file, FileAccess.Read);
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = InputFile.Length(path, file);
        context.Response.Headers.ContentDisposition =
            new ContentDispositionHeaderValue("attachment") { FileNameStar = Path.GetFileName(name) }.ToString();
        await stream.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}

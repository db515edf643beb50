using DeepEM.Cli.Web.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DeepEM.Cli.Web.Routes;

/// <summary>The project as a whole: what it is, where more micrographs are, and its end.</summary>
internal static class ProjectRoutes
{
    /// <summary>Adds the answers.</summary>
    /// <param name="routes">Receives them.</param>
    /// <param name="project">The project.</param>
    /// <param name="quit">Ends the server, once this request is answered.</param>
    public static void Map(IEndpointRouteBuilder routes, IServedProject project, Action quit)
    {
        routes.MapGet("/api/project", context =>
            Answers.Write(context, project.Project(), WebJson.Default.ProjectAnswer));
        routes.MapPatch("/api/project", async context =>
        {
            RequestValues.RequireWritable(project);
            ProjectPatch patch = await Answers.Read(context, WebJson.Default.ProjectPatch);
            await Answers.Write(context, project.Change(patch), WebJson.Default.ProjectAnswer);
        });
        routes.MapGet("/api/browse", context =>
            Answers.Write(context, Browse(context, project), WebJson.Default.BrowseAnswer));
        routes.MapPost("/api/quit", async context =>
        {
            context.Response.OnCompleted(() =>
            {
                quit();
                return Task.CompletedTask;
            });
            await Answers.Write(context, new SeqAnswer(project.Project().Seq), WebJson.Default.SeqAnswer);
        });
    }

    // Without a path the roots themselves, where there are several.
    private static BrowseAnswer Browse(HttpContext context, IServedProject project)
    {
        string path = RequestValues.Text(context, "path");
        if (path.Length == 0 && project.Paths.Roots.Count > 1)
        {
            return new BrowseAnswer("", project.Paths.Roots, 0);
        }

        string folder = project.Paths.ResolveInput(path.Length == 0 ? "." : path);
        IEnumerable<string> folders = new DirectoryInfo(folder)
            .EnumerateDirectories("*", new EnumerationOptions { IgnoreInaccessible = true })
            .Where(below => below.Name[0] != '.' && project.Paths.Holds(RootedPath.Follow(below.FullName)))
            .Select(below => below.Name)
            .Order(StringComparer.Ordinal);
        return new BrowseAnswer(folder, [.. folders], project.MicrographsIn(folder));
    }
}

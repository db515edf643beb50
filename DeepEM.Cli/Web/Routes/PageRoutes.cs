using Microsoft.AspNetCore.Routing;

namespace DeepEM.Cli.Web.Routes;

/// <summary>All that a page asks for but its own files.</summary>
internal static class PageRoutes
{
    /// <summary>Adds the answers.</summary>
    /// <param name="routes">Receives them.</param>
    /// <param name="project">What is asked about.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="quit">Ends the server.</param>
    /// <param name="ending">Ends the streams when the server ends.</param>
    public static void Map(
        IEndpointRouteBuilder routes,
        IServedProject project,
        TimeProvider clock,
        Action quit,
        CancellationToken ending)
    {
        ProjectRoutes.Map(routes, project, quit);
        MicrographRoutes.Map(routes, project);
        EditRoutes.Map(routes, project);
        JobRoutes.Map(routes, project);
        GalleryRoutes.Map(routes, project);
        ExportRoutes.Map(routes, project);
        EventRoutes.Map(routes, project, clock, ending);
    }
}

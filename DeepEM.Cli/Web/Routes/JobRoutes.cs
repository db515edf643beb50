using DeepEM.Cli.Web.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DeepEM.Cli.Web.Routes;

/// <summary>Work that takes a while: it is begun, looked at and stopped.</summary>
internal static class JobRoutes
{
    /// <summary>Adds the answers.</summary>
    /// <param name="routes">Receives them.</param>
    /// <param name="project">The project.</param>
    public static void Map(IEndpointRouteBuilder routes, IServedProject project)
    {
        routes.MapPost("/api/jobs", async context =>
        {
            RequestValues.RequireWritable(project);
            JobRequest request = await Answers.Read(context, WebJson.Default.JobRequest);
            if (request.Kind is not ("preview" or "train" or "pick" or "classes" or "measure"))
            {
                throw RequestException.Bad("kind is not one of preview, train, pick, classes and measure");
            }

            if (request.Settings?.Micrographs?.Any(index => index < 0 || index >= project.Count) == true)
            {
                throw RequestException.Missing("there is no micrograph of this number");
            }

            await Answers.Write(
                context,
                new JobStarted(project.Begin(request)),
                WebJson.Default.JobStarted,
                StatusCodes.Status202Accepted);
        });
        routes.MapGet("/api/jobs/{id}", context =>
            Answers.Write(context, Job(context, project), WebJson.Default.JobAnswer));
        routes.MapDelete("/api/jobs/{id}", context =>
        {
            RequestValues.RequireWritable(project);
            _ = project.Stop(RequestValues.Text(context, "id"));
            return Answers.Write(context, Job(context, project), WebJson.Default.JobAnswer);
        });
    }

    private static JobAnswer Job(HttpContext context, IServedProject project) =>
        project.Job(RequestValues.Text(context, "id"))
            ?? throw RequestException.Missing("there is no job of this name");
}

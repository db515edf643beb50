using DeepEM.Cli.Web.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DeepEM.Cli.Web.Routes;

/// <summary>What a person does to marks.</summary>
internal static class EditRoutes
{
    private const int LongestName = 64;

    /// <summary>Adds the answers.</summary>
    /// <param name="routes">Receives them.</param>
    /// <param name="project">The project.</param>
    public static void Map(IEndpointRouteBuilder routes, IServedProject project)
    {
        routes.MapPost("/api/edits", async context =>
        {
            RequestValues.RequireWritable(project);
            EditsRequest request = await Answers.Read(context, WebJson.Default.EditsRequest);
            RequireName("client", request.Client);
            foreach (EditOperation edit in request.Ops)
            {
                Check(edit, project.Count);
            }

            await Answers.Write(
                context, new SeqAnswer(project.Edit(request.Client, request.Ops)), WebJson.Default.SeqAnswer);
        });
        routes.MapPost("/api/undo", context => Undo(context, project, isRedo: false));
        routes.MapPost("/api/redo", context => Undo(context, project, isRedo: true));
    }

    private static async Task Undo(HttpContext context, IServedProject project, bool isRedo)
    {
        RequestValues.RequireWritable(project);
        UndoRequest request = await Answers.Read(context, WebJson.Default.UndoRequest);
        if (request.Mic is { } index && (index < 0 || index >= project.Count))
        {
            throw RequestException.Missing("there is no micrograph of this number");
        }

        await Answers.Write(context, project.Undo(request.Mic, isRedo), WebJson.Default.UndoAnswer);
    }

    // All of a request is checked before any of it is done.
    private static void Check(EditOperation edit, int micrographs)
    {
        RequireName("id", edit.Id);
        RequireName("mark", edit.Mark);
        if (edit.Mic < 0 || edit.Mic >= micrographs)
        {
            throw RequestException.Missing("there is no micrograph of this number");
        }

        if (edit.Op is not ("add" or "move" or "kind" or "remove"))
        {
            throw RequestException.Bad("op is not one of add, move, kind and remove");
        }

        if (edit.Op is "add" or "move" && !(edit.X is { } x && edit.Y is { } y && IsPlace(x) && IsPlace(y)))
        {
            throw RequestException.Bad("x and y are not both numbers of pixels");
        }

        if (edit.Op is "add" or "kind" && edit.Kind is not ("particle" or "not"))
        {
            throw RequestException.Bad("kind is not one of particle and not");
        }
    }

    private static bool IsPlace(double value) => Math.Abs(value) <= int.MaxValue;

    private static void RequireName(string what, string name)
    {
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
        {
            throw RequestException.Bad($"{what} is not a name of 1 to {LongestName} letters");
        }
    }
}

using DeepEM.Cli.Web.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DeepEM.Cli.Web.Routes;

/// <summary>Galleries of picks and classes, and what a person says of them.</summary>
internal static class GalleryRoutes
{
    private const int MostItems = 1000;

    /// <summary>Adds the answers.</summary>
    /// <param name="routes">Receives them.</param>
    /// <param name="project">The project.</param>
    public static void Map(IEndpointRouteBuilder routes, IServedProject project)
    {
        routes.MapGet("/api/gallery", context => Answers.Write(
            context,
            project.Gallery(
                Known(RequestValues.Text(context, "kind")),
                RequestValues.Whole(context, "from", 0, int.MaxValue),
                RequestValues.Whole(context, "count", 0, MostItems)),
            WebJson.Default.GalleryAnswer));
        routes.MapGet("/api/crops", context => Answers.Write(context, Crops(context, project)));
        routes.MapPost("/api/gallery", async context =>
        {
            RequestValues.RequireWritable(project);
            GalleryRequest request = await Answers.Read(context, WebJson.Default.GalleryRequest);
            _ = Known(request.Kind);
            if (request.Marks.Any(mark => mark.State is not (null or "good" or "bad" or "unsure")))
            {
                throw RequestException.Bad("state is not one of good, bad and unsure");
            }

            await Answers.Write(context, new SeqAnswer(project.Judge(request)), WebJson.Default.SeqAnswer);
        });
    }

    private static ReadOnlyMemory<byte> Crops(HttpContext context, IServedProject project)
    {
        string[] ids = RequestValues.Text(context, "ids").Split(',', StringSplitOptions.RemoveEmptyEntries);
        return ids.Length <= MostItems
            ? project.Crops(ids, context.RequestAborted)
            : throw RequestException.Bad($"ids are more than {MostItems}");
    }

    private static string Known(string kind) => kind is "doubtful" or "missed" or "classes"
        ? kind
        : throw RequestException.Bad("kind is not one of doubtful, missed and classes");
}

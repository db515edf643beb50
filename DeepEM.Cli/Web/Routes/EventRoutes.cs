using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace DeepEM.Cli.Web.Routes;

/// <summary>What happens, told to every open page.</summary>
internal static class EventRoutes
{
    /// <summary>Adds the answer.</summary>
    /// <param name="routes">Receives it.</param>
    /// <param name="project">The project.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="ending">Ends the streams when the server ends.</param>
    public static void Map(
        IEndpointRouteBuilder routes, IServedProject project, TimeProvider clock, CancellationToken ending)
    {
        StreamPlaces places = new();
        EventStream stream = new(clock, ending);
        routes.MapGet("/api/events", async context =>
        {
            using IDisposable place = places.Take();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, ending);
            ChannelReader<StreamEvent> events = project.Events(EventStream.LastSeen(context.Request), stop.Token);
            await stream.Write(context, events);
        });
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DeepEM.Cli.Web;

/// <summary>Values in the path and the query of a request.</summary>
internal static class RequestValues
{
    /// <summary>A whole number.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The value's name.</param>
    /// <param name="low">Least.</param>
    /// <param name="high">Greatest.</param>
    /// <exception cref="RequestException">It is not there, or no such number.</exception>
    public static int Whole(HttpContext context, string name, int low, int high) =>
        int.TryParse(Text(context, name), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
        && value >= low && value <= high
            ? value
            : throw RequestException.Bad($"{name} is not a whole number from {low} to {high}");

    /// <summary>A number that may be left out.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The value's name.</param>
    /// <param name="low">Least.</param>
    /// <param name="high">Greatest.</param>
    /// <exception cref="RequestException">It is no such number.</exception>
    public static double? OptionalReal(HttpContext context, string name, double low, double high)
    {
        string text = Text(context, name);
        if (text.Length == 0)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && value >= low && value <= high
                ? value
                : throw RequestException.Bad(
                    string.Create(CultureInfo.InvariantCulture, $"{name} is not a number from {low} to {high}"));
    }

    /// <summary>The index of a micrograph.</summary>
    /// <param name="context">The request.</param>
    /// <param name="project">The micrographs.</param>
    /// <exception cref="RequestException">There is none of it.</exception>
    public static int Micrograph(HttpContext context, IServedProject project) =>
        int.TryParse(Text(context, "i"), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
        && index < project.Count
            ? index
            : throw RequestException.Missing("there is no micrograph of this number");

    /// <summary>Refuses what changes a project that is only looked at.</summary>
    /// <param name="project">The project.</param>
    /// <exception cref="RequestException">It is only looked at.</exception>
    public static void RequireWritable(IServedProject project)
    {
        if (project.ReadOnlyReason is { } reason)
        {
            throw new RequestException(StatusCodes.Status409Conflict, "Only to be looked at", reason);
        }
    }

    /// <summary>A text; empty where it is not there.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The value's name.</param>
    public static string Text(HttpContext context, string name) =>
        context.GetRouteValue(name)?.ToString() ?? context.Request.Query[name].ToString();
}

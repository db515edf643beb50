namespace DeepEM.Cli.Web;

/// <summary>A request that cannot be answered as asked.</summary>
/// <param name="status">The status of HTTP.</param>
/// <param name="title">What kind of error, a few words.</param>
/// <param name="detail">One line: what was found, what was expected.</param>
internal sealed class RequestException(int status, string title, string detail) : Exception(detail)
{
    /// <summary>The status of HTTP.</summary>
    public int Status { get; } = status;

    /// <summary>What kind of error.</summary>
    public string Title { get; } = title;

    /// <summary>A request with a value that is not allowed.</summary>
    /// <param name="detail">One line.</param>
    public static RequestException Bad(string detail) => new(400, "The request is wrong", detail);

    /// <summary>A request for something that is not there.</summary>
    /// <param name="detail">One line.</param>
    public static RequestException Missing(string detail) => new(404, "Not found", detail);
}

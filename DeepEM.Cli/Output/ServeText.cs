namespace DeepEM.Cli.Output;

/// <summary>Where a page is, in a few lines for people.</summary>
internal static class ServeText
{
    /// <summary>Writes the lines.</summary>
    /// <param name="output">Receives them.</param>
    /// <param name="address">The page's address with its key.</param>
    /// <param name="project">The project's folder.</param>
    /// <param name="socket">The socket it is served on; null for a port.</param>
    public static void Write(TextWriter output, Uri address, string project, string? socket)
    {
        if (socket is null)
        {
            output.WriteLine($"DeepEM is at {address}");
        }
        else
        {
            output.WriteLine($"DeepEM is on the socket {Path.GetFullPath(socket)}");
            UriBuilder forwarded = new(address) { Port = 8000 };
            output.WriteLine(
                $"ssh -N -L 8000:{ShellWord.Of(Path.GetFullPath(socket))} {Environment.UserName}@"
                + $"{Environment.MachineName} brings it to {forwarded.Uri}");
        }

        output.WriteLine($"Project: {project}");
        output.WriteLine("Ctrl-C ends it; nothing is lost.");
        output.Flush();
    }

    /// <summary>Says of a server that was stopped how it goes on.</summary>
    /// <param name="project">The project's folder.</param>
    public static string Interrupted(string project) =>
        $"stopped; {project} has all that was marked, and re-running the command goes on";
}

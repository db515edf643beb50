using System.Net.Sockets;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Cli.Web;

/// <summary>A Unix socket that only its owner can connect to.</summary>
internal static class SocketFile
{
    /// <summary>Makes the socket, not listening yet; whoever connects before it does is refused.</summary>
    /// <param name="path">Its file. One that a server before has left is replaced; any other file is kept.</param>
    /// <exception cref="IOException">It cannot be made; one line that begins with the path.</exception>
    public static Socket Create(string path)
    {
        RemoveLeft(path);
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            return socket;
        }
        catch (Exception exception)
            when (exception is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            socket.Dispose();
            throw new IOException($"{path}: the socket cannot be made: {exception.Message}", exception);
        }
    }

    /// <summary>Removes the file of a socket that is closed.</summary>
    /// <param name="path">Its file.</param>
    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next start finds nobody behind it, and takes its place.
        }
    }

    private static void RemoveLeft(string path)
    {
        if (!Path.Exists(path))
        {
            return;
        }

        if (IsOrdinary(path))
        {
            throw new IOException($"{path}: is there and no socket, expected a name that is free");
        }

        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            Remove(path);
            return;
        }

        throw new IOException($"{path}: another server listens there, expected a name that is free");
    }

    private static bool IsOrdinary(string path)
    {
        try
        {
            InputFile.Open(path).Dispose();
            return true;
        }
        catch (InvalidFileException)
        {
            return false;
        }
    }
}

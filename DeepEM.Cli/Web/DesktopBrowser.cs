using System.ComponentModel;
using System.Diagnostics;

namespace DeepEM.Cli.Web;

/// <summary>The browser of the person who starts the program, where there is one to be seen.</summary>
internal static class DesktopBrowser
{
    /// <summary>Opens an address, and is silent where that does not work: the address is printed as well.</summary>
    /// <param name="address">The address; others on the machine may read it.</param>
    public static void Open(Uri address)
    {
        if (Program() is not { } program)
        {
            return;
        }

        try
        {
            ProcessStartInfo start = OperatingSystem.IsWindows()
                ? new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true }
                : new ProcessStartInfo(program, [address.AbsoluteUri])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                };
            Process.Start(start)?.Dispose();
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            // No such program.
        }
    }

    // Through ssh a browser would open on a screen where nobody sits, or come through the line picture by picture.
    private static string? Program()
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
        {
            return "open";
        }

        return IsSet("SSH_CONNECTION") || !(IsSet("DISPLAY") || IsSet("WAYLAND_DISPLAY")) ? null : "xdg-open";
    }

    private static bool IsSet(string variable) =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}

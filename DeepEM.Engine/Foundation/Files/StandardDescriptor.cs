using System.Runtime.InteropServices;

namespace DeepEM.Engine.Foundation.Files;

/// <summary>Tells whether the caller of a program left it its standard input, output and error.</summary>
/// <remarks>
/// Where one of them is closed at the start, its number goes to the next file that is opened, which is one of the
/// runtime's own: to read from it waits for ever, and to write to it disturbs the runtime. What a program is started
/// with was open when it began (execve(2)), so it is not marked to be closed then; what the runtime opens is. Linux
/// only; elsewhere they are taken for open.
/// </remarks>
public static partial class StandardDescriptor
{
    /// <summary>Number of the standard input.</summary>
    public const int Input = 0;

    /// <summary>Number of the standard output.</summary>
    public const int Output = 1;

    /// <summary>Number of the standard error.</summary>
    public const int Error = 2;

    private const int GetFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>Whether it was open when the program began.</summary>
    /// <param name="number">One of the numbers above.</param>
    /// <returns>False where it was closed: neither read from it nor write to it.</returns>
    public static bool IsOpen(int number)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        int flags = Control(number, GetFlags);
        return flags >= 0 && (flags & CloseOnExec) == 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);
}

using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Cli.Shell;

/// <summary>Where the caller has closed standard output or error, what is said there is lost and nothing else.
/// </summary>
internal static class StandardOutputs
{
    /// <summary>To be called before anything is written.</summary>
    public static void LeaveClosed()
    {
        if (!StandardDescriptor.IsOpen(StandardDescriptor.Output))
        {
            Console.SetOut(TextWriter.Null);
        }

        if (!StandardDescriptor.IsOpen(StandardDescriptor.Error))
        {
            Console.SetError(TextWriter.Null);
        }
    }
}

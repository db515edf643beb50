using System.Text;
using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Cli.Shell;

/// <summary>Standard input as lines: UTF-8 with or without a byte order mark, whatever the locale.</summary>
/// <remarks>
/// Names of files are bytes that nearly everybody writes as UTF-8, and arguments and lists are read as UTF-8, too. Who
/// waits for a line can be asked to stop. Nothing is opened before the first line is asked for.
/// </remarks>
/// <param name="open">Opens it.</param>
/// <param name="token">Ends the waiting for a line.</param>
internal sealed class StandardInput(Func<Stream> open, CancellationToken token) : TextReader
{
    private StreamReader? _lines;

    /// <summary>The program's own.</summary>
    /// <param name="token">Ends the waiting for a line.</param>
    public static StandardInput Of(CancellationToken token) => new(Open, token);

    /// <inheritdoc/>
    /// <exception cref="IOException">It is closed.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public override string? ReadLine()
    {
        StreamReader lines = _lines ??= new StreamReader(open(), Encoding.UTF8);

        // A read that waits for a pipe cannot be interrupted: it is left behind, and ends with the program.
        Task<string?> reading = Task.Run(lines.ReadLine, CancellationToken.None);
        reading.WaitAsync(token).GetAwaiter().GetResult();
        return reading.GetAwaiter().GetResult();
    }

    private static Stream Open() => StandardDescriptor.IsOpen(StandardDescriptor.Input)
        ? Console.OpenStandardInput()
        : throw new IOException("standard input: is closed, expected names of micrographs");
}

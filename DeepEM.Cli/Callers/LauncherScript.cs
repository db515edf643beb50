using DeepEM.Engine.Foundation.Files;

namespace DeepEM.Cli.Callers;

/// <summary>A script of two lines by which other programs start this one under another name.</summary>
internal static class LauncherScript
{
    /// <summary>Writes a script that may be run: <c>exec PROGRAM WORDS "$@"</c>.</summary>
    /// <param name="path">The script, in a folder that exists; replaced when there.</param>
    /// <param name="programPath">The program that it starts, relative to nothing but the root.</param>
    /// <param name="words">What the program is given before the arguments of the caller.</param>
    /// <exception cref="ArgumentException">The program's path is relative, or a word holds the end of a line.
    /// </exception>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(string path, string programPath, params string[] words)
    {
        if (!Path.IsPathRooted(programPath))
        {
            throw new ArgumentException($"{programPath}: expected a path from the root", nameof(programPath));
        }

        string[] quoted = [.. words.Prepend(programPath).Select(Quote)];
        AtomicFile.WriteProgram(path, writer =>
        {
            writer.WriteLine("#!/bin/sh");
            writer.WriteLine($"exec {string.Join(' ', quoted)} \"$@\"");
        });
    }

    // Between single quotation marks a shell changes nothing; one of them is written between two such texts.
    private static string Quote(string word) => word.Contains('\n', StringComparison.Ordinal)
        ? throw new ArgumentException($"{word.ReplaceLineEndings(" ")}: expected one line", nameof(word))
        : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}

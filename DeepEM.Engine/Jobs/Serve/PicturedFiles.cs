using System.Text;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Micrographs.Viewing;

namespace DeepEM.Engine.Jobs.Serve;

/// <summary>Which micrograph each small picture shows.</summary>
/// <remarks>
/// Pictures are kept by the number of their micrograph, and a start with other folders, or with new files in them,
/// numbers micrographs anew. So a list of names lies beside the pictures; one of another name is forgotten.
/// </remarks>
internal static class PicturedFiles
{
    /// <summary>Forgets the pictures of other micrographs, and notes whose the pictures are from now on.</summary>
    /// <param name="path">The list; made when missing.</param>
    /// <param name="pictures">The pictures, open for writing.</param>
    /// <param name="micrographs">Full paths of the micrographs, in the order of their numbers.</param>
    /// <exception cref="Foundation.InvalidFileException">The list cannot be read.</exception>
    /// <exception cref="IOException">Something could not be written.</exception>
    public static void Match(string path, ThumbnailFile pictures, IReadOnlyList<string> micrographs)
    {
        string[] known = File.Exists(path) ? Encoding.UTF8.GetString(InputFile.ReadAll(path)).Split('\n') : [];
        string[] now = [.. micrographs.Select(LineOf)];
        for (int i = 0; i < now.Length; i++)
        {
            if ((i >= known.Length || known[i] != now[i]) && pictures.Read(i, 1).Missing.Count == 0)
            {
                pictures.Forget(i);
            }
        }

        // A project is opened folder by folder: what comes later keeps its line until its turn.
        string[] next = [.. now, .. known.Skip(now.Length)];
        if (!next.SequenceEqual(known))
        {
            AtomicFile.WriteText(path, writer => writer.Write(string.Join('\n', next)));
        }
    }

    private static string LineOf(string micrograph) => micrograph.Replace("\n", "\\n", StringComparison.Ordinal);
}

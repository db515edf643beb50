namespace DeepEM.Engine.Foundation.Files;

/// <summary>The name by which micrographs and their picks are matched: no folder, no image extension.</summary>
public static class FileStem
{
    private static readonly string[] _compressions = [".gz", ".bz2", ".zst"];

    private static readonly string[] _images =
        [".mrc", ".mrcs", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".eer", ".hdf", ".spi"];

    /// <summary>The stem of a micrograph's name or path.</summary>
    /// <param name="name">For example <c>MotionCorr/job002/Movies/mic.001.mrc</c>; a stem gives itself.</param>
    /// <returns>For example <c>mic.001</c>: other dots are part of the stem.</returns>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string file = name[(name.LastIndexOfAny(['/', Path.DirectorySeparatorChar]) + 1)..];
        return Without(Without(file, _compressions), _images);
    }

    private static string Without(string file, string[] extensions)
    {
        foreach (string extension in extensions)
        {
            if (file.Length > extension.Length && file.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                return file[..^extension.Length];
            }
        }

        return file;
    }
}

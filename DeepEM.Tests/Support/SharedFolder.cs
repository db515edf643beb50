using NUnit.Framework;

namespace DeepEM.Tests.Support;

/// <summary>Real micrographs beside the repository, where there are any; a test without them is skipped visibly.
/// </summary>
internal static class SharedFolder
{
    public static string Require(string relativePath)
    {
        string? path = Find(relativePath);
        if (path is null)
        {
            Assert.Ignore($"../shared/{relativePath} is not here.");
        }

        return path ?? "";
    }

    /// <summary>The path of a file or folder there; null where there is none.</summary>
    public static string? Find(string relativePath)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        for (; folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", relativePath);
            if (Path.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}

using NUnit.Framework;

namespace DeepEM.Tests.Support;

/// <summary>Real micrographs and tools beside the repository, where there are any; a test without them is skipped
/// visibly.</summary>
internal static class SharedFolder
{
    /// <summary>The path of something in that folder; skips the test where it is not there.</summary>
    /// <param name="relativePath">Path within the folder.</param>
    public static string Require(string relativePath)
    {
        if (FindOrNull(relativePath) is { } path)
        {
            return path;
        }

        Assert.Ignore($"../shared/{relativePath} is not here.");
        return "";
    }

    /// <summary>The path of something in that folder, or null where it is not there.</summary>
    /// <param name="relativePath">Path within the folder.</param>
    public static string? FindOrNull(string relativePath)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
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

using NUnit.Framework;

namespace DeepEM.Tests.Support;

/// <summary>Real micrographs beside the repository, where there are any; a test without them is skipped visibly.
/// </summary>
internal static class SharedFolder
{
    public static string Require(string relativePath)
    {
        DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory);
        for (; folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", relativePath);
            if (Path.Exists(path))
            {
                return path;
            }
        }

        Assert.Ignore($"../shared/{relativePath} is not here.");
        return "";
    }
}

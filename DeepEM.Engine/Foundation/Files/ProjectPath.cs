namespace DeepEM.Engine.Foundation.Files;

/// <summary>Finds files that a list names relative to a RELION project.</summary>
public static class ProjectPath
{
    /// <summary>Finds a file named in a STAR file or another list.</summary>
    /// <remarks>
    /// The name holds relative to the current directory, which is the project where RELION is used; else to the
    /// folder of the list; else to the two folders above it, because a RELION job lies two levels below its project.
    /// </remarks>
    /// <param name="name">The name as the list has it.</param>
    /// <param name="listPath">The list.</param>
    /// <returns>A path of something that exists, or null.</returns>
    public static string? Find(string name, string listPath)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0)
        {
            return null;
        }

        if (Path.Exists(name))
        {
            return name;
        }

        string? folder = Path.GetDirectoryName(Path.GetFullPath(listPath));
        for (int level = 0; level < 3 && folder is not null; level++)
        {
            string candidate = Path.Combine(folder, name);
            if (Path.Exists(candidate))
            {
                return candidate;
            }

            folder = Path.GetDirectoryName(folder);
        }

        return null;
    }
}

namespace DeepEM.Engine.Foundation.Files;

/// <summary>Expands patterns as a shell does, for those who call without one or quote the pattern.</summary>
/// <remarks>
/// <c>*</c> any characters, <c>?</c> one, <c>[a-z]</c> one of a set, <c>[!a]</c> one not of it, <c>**</c> as a whole
/// segment: any number of folders (links are not followed). Names that begin with a dot match only a pattern that does.
/// </remarks>
public static class Glob
{
    /// <summary>Whether a name has to be expanded.</summary>
    /// <param name="text">The name.</param>
    /// <returns>True when it holds <c>*</c>, <c>?</c> or <c>[</c>.</returns>
    public static bool IsPattern(string text) => text.AsSpan().IndexOfAny('*', '?', '[') >= 0;

    /// <summary>The files that match a pattern.</summary>
    /// <param name="pattern">Absolute, or relative to the current directory.</param>
    /// <returns>Paths written as the pattern is, in ordinal order; folders are left out; may be empty.</returns>
    /// <exception cref="InvalidFileException">A folder on the way may not be listed.</exception>
    public static IReadOnlyList<string> Expand(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        string root = Path.GetPathRoot(pattern) ?? "";
        string[] segments = pattern[root.Length..].Split(
            [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        SortedSet<string> found = new(StringComparer.Ordinal);
        if (segments.Length > 0)
        {
            Walk(root, segments, found);
        }

        return [.. found];
    }

    /// <summary>Whether one name matches one segment of a pattern.</summary>
    /// <param name="pattern">The segment, without separators.</param>
    /// <param name="name">The name.</param>
    /// <returns>True when it matches; upper and lower case differ.</returns>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (name.StartsWith(".") && !pattern.StartsWith("."))
        {
            return false;
        }

        // One place to fall back to is enough: an earlier star can never do better than the last one.
        int p = 0;
        int n = 0;
        int star = -1;
        int starred = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                starred = n;
            }
            else if (p < pattern.Length && MatchesOne(pattern, p, name[n], out int next))
            {
                p = next;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++starred;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].Trim('*').IsEmpty;
    }

    private static void Walk(string folder, ReadOnlySpan<string> segments, SortedSet<string> found)
    {
        string segment = segments[0];
        ReadOnlySpan<string> rest = segments[1..];
        if (segment == "**")
        {
            Walk(folder, rest.IsEmpty ? ["*"] : rest, found);
            foreach (FileSystemInfo entry in List(folder))
            {
                if (entry is DirectoryInfo && entry.LinkTarget is null && !entry.Name.StartsWith('.'))
                {
                    Walk(Path.Combine(folder, entry.Name), segments, found);
                }
            }

            return;
        }

        if (!IsPattern(segment))
        {
            Follow(Path.Combine(folder, segment), rest, found);
            return;
        }

        foreach (FileSystemInfo entry in List(folder))
        {
            if (Matches(segment, entry.Name))
            {
                Follow(Path.Combine(folder, entry.Name), rest, found);
            }
        }
    }

    private static void Follow(string path, ReadOnlySpan<string> rest, SortedSet<string> found)
    {
        if (!rest.IsEmpty)
        {
            if (Directory.Exists(path))
            {
                Walk(path, rest, found);
            }
        }
        else if (File.Exists(path))
        {
            found.Add(path);
        }
    }

    private static FileSystemInfo[] List(string folder)
    {
        DirectoryInfo directory = new(folder.Length == 0 ? "." : folder);
        try
        {
            return directory.Exists ? directory.GetFileSystemInfos() : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidFileException(folder, "the folder cannot be listed", exception);
        }
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, int p, char character, out int next)
    {
        next = p + 1;
        if (pattern[p] == '?')
        {
            return true;
        }

        // A bracket closed at once, "[]a]", holds the bracket itself; one never closed is an ordinary character.
        int first = p + 1;
        bool negated = first < pattern.Length && pattern[first] is '!' or '^';
        first += negated ? 1 : 0;
        int length = pattern[p] == '[' && first < pattern.Length ? pattern[(first + 1)..].IndexOf(']') : -1;
        if (length < 0)
        {
            return pattern[p] == character;
        }

        int end = first + 1 + length;
        next = end + 1;
        bool isInSet = false;
        for (int i = first; i < end; i++)
        {
            bool isRange = i + 2 < end && pattern[i + 1] == '-';
            isInSet |= isRange
                ? character >= pattern[i] && character <= pattern[i + 2]
                : character == pattern[i];
            i += isRange ? 2 : 0;
        }

        return isInSet != negated;
    }
}

using System.Reflection;
using System.Text.RegularExpressions;

namespace DeepEM.Tests.Architecture;

/// <summary>Which folders of a project a file names: in <c>using</c> lines, in full, and in part.</summary>
/// <remarks>
/// <c>Verification.Evaluation.CurvePoint</c> within <c>DeepEM.Engine</c> needs no <c>using</c>. A chain of names is
/// read as one of these where it ends in a type that the assembly has; a property's name before a dot is not taken
/// for a folder's.
/// </remarks>
internal sealed partial class FolderUse
{
    private readonly string _project;
    private readonly HashSet<string> _namespaces = new(StringComparer.Ordinal);
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);

    /// <summary>Learns what names the project has.</summary>
    /// <param name="project">The project, which is the root of its namespaces.</param>
    /// <param name="assembly">Its compiled types.</param>
    public FolderUse(string project, Assembly assembly)
    {
        _project = project;
        foreach (Type type in assembly.GetTypes())
        {
            if (type.Namespace is not { } name || !name.StartsWith(project, StringComparison.Ordinal))
            {
                continue;
            }

            _types.Add($"{name}.{type.Name.Split('`')[0]}");
            for (string space = name; space.Length > project.Length; space = space[..space.LastIndexOf('.')])
            {
                _namespaces.Add(space);
            }
        }
    }

    /// <summary>The folder of a file within its project, with slashes; empty for the project's own.</summary>
    /// <param name="path">Path relative to the root of the checkout.</param>
    public static string FolderOf(string path) => string.Join('/', path.Split('/')[1..^1]);

    /// <summary>The other folders of the project that a file names.</summary>
    /// <param name="path">Path relative to the root of the checkout.</param>
    /// <param name="text">The file's text.</param>
    /// <returns>Folders within the project, with slashes.</returns>
    public IReadOnlySet<string> Of(string path, string text)
    {
        string own = FolderOf(path);
        HashSet<string> folders = new(StringComparer.Ordinal);
        foreach (Match chain in Chain().Matches(Namespace().Replace(text, string.Empty)))
        {
            foreach (string space in Spaces(chain.Value, $"{_project}.{own.Replace('/', '.')}".TrimEnd('.')))
            {
                folders.Add(space[(_project.Length + 1)..].Replace('.', '/'));
            }
        }

        folders.Remove(own);
        return folders;
    }

    // A name is looked up from the innermost namespace outwards; the first that has it wins.
    private IEnumerable<string> Spaces(string chain, string own)
    {
        if (chain.StartsWith(_project + ".", StringComparison.Ordinal))
        {
            return Longest(chain) is { } full ? [full] : [];
        }

        for (string outer = own; outer.Length >= _project.Length; outer = outer[..outer.LastIndexOf('.')])
        {
            if (Longest($"{outer}.{chain}", outer) is { } found)
            {
                return [found];
            }
        }

        return [];
    }

    // With a scope: only where the chain goes on to a type of a namespace below it.
    private string? Longest(string chain, string? scope = null)
    {
        for (string space = chain; space.Length > _project.Length; space = space[..space.LastIndexOf('.')])
        {
            if (_namespaces.Contains(space) && space.Length > (scope?.Length ?? 0))
            {
                string rest = chain[space.Length..].TrimStart('.');
                return scope is null || _types.Contains($"{space}.{rest.Split('.')[0]}") ? space : null;
            }
        }

        return null;
    }

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(\.[A-Z]\w*)+")]
    private static partial Regex Chain();

    [GeneratedRegex(@"^namespace [\w.]+;", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}

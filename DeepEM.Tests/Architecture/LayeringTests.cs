using System.Reflection;
using System.Text.RegularExpressions;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Architecture;

/// <summary>The tree is the architecture: Kernels ← Engine ← Cli, and inside each who may know whom.</summary>
[Category(TestCategory.Smoke)]
public sealed partial class LayeringTests
{
    private static readonly Dictionary<string, Assembly> _assemblies = new()
    {
        ["DeepEM.Kernels"] = typeof(IComputeBackend).Assembly,
        ["DeepEM.Engine"] = typeof(InvalidFileException).Assembly,
        ["DeepEM.Cli"] = typeof(ExitCode).Assembly,
    };

    private static IEnumerable<string> Projects => Rooms.OfProject.Keys;

    [Test]
    public void Kernels_uses_no_other_project()
    {
        Assert.That(References("DeepEM.Kernels"), Has.None.StartsWith("DeepEM"));
    }

    [Test]
    public void Engine_uses_Kernels_only()
    {
        Assert.That(
            References("DeepEM.Engine").Where(name => name.StartsWith("DeepEM", StringComparison.Ordinal)),
            Is.SubsetOf(["DeepEM.Kernels"]));
    }

    [Test]
    public void Engine_and_Cli_use_no_accelerator_library()
    {
        Assert.That(References("DeepEM.Cli"), Has.None.StartsWith("ILGPU"));
        Assert.That(Using("DeepEM.Cli", "ILGPU"), Is.Empty);
        Assert.That(Using("DeepEM.Engine", "ILGPU"), Is.Empty);
    }

    [Test]
    public void Only_the_page_and_its_command_use_the_web_server()
    {
        Regex name = new(@"\bMicrosoft\.(AspNetCore|Extensions)\.");
        Assert.That(
            _assemblies.Keys.SelectMany(SourceTree.Files)
                .Where(path => !path.StartsWith("DeepEM.Cli/Web/", StringComparison.Ordinal)
                    && path != "DeepEM.Cli/Commands/ServeCommand.cs")
                .Where(path => name.IsMatch(SourceTree.Read(path))),
            Is.Empty);
    }

    [Test]
    public void No_library_of_the_system_hashes_since_an_empty_container_has_none()
    {
        Assert.That(_assemblies.Keys.SelectMany(project => Using(project, "System.Security.Cryptography")), Is.Empty);
    }

    [Test]
    public void Engine_prints_nothing()
    {
        Assert.That(
            SourceTree.Files("DeepEM.Engine").Concat(SourceTree.Files("DeepEM.Kernels"))
                .Where(path => ConsoleCall().IsMatch(SourceTree.Read(path))),
            Is.Empty);
    }

    [TestCaseSource(nameof(Projects))]
    public void Every_folder_of_a_project_is_a_room_in_its_list(string project)
    {
        Assert.That(
            SourceTree.Files(project).Select(Room).OfType<string>().Distinct(),
            Is.EquivalentTo(Rooms.OfProject[project]));
    }

    [TestCaseSource(nameof(Projects))]
    public void A_room_uses_only_the_rooms_before_it(string project)
    {
        List<string> order = [.. Rooms.OfProject[project]];
        string[] violations =
        [
            .. from use in Uses(project)
               where Room(use.Path) is { } own && order.IndexOf(use.Folder.Split('/')[0]) > order.IndexOf(own)
               select $"{use.Path} uses {use.Folder}",
        ];

        Assert.That(violations, Is.Empty);
    }

    [TestCaseSource(nameof(Projects))]
    public void Folders_that_lie_side_by_side_in_a_room_form_no_circle(string project)
    {
        // Between a folder and one that holds it, both may know each other.
        ILookup<string, string> uses = Uses(project)
            .Select(use => (From: FolderUse.FolderOf(use.Path), To: use.Folder))
            .Where(use => use.From.Split('/')[0] == use.To.Split('/')[0]
                && !IsWithin(use.From, use.To) && !IsWithin(use.To, use.From))
            .Distinct()
            .ToLookup(use => use.From, use => use.To);
        HashSet<string> left = [.. uses.Select(row => row.Key)];
        while (left.RemoveWhere(folder => !uses[folder].Any(left.Contains)) > 0)
        {
            // Each round takes away those that use none of the rest; a circle stays.
        }

        Assert.That(left, Is.Empty, "these form a circle");
    }

    [TestCaseSource(nameof(Projects))]
    public void The_manual_of_the_architecture_has_the_same_rooms_in_the_same_order(string project)
    {
        string manual = SourceTree.Read("docs/architecture.md");
        int start = manual.IndexOf($"\n### {project}\n", StringComparison.Ordinal);
        Assert.That(start, Is.Not.Negative, $"docs/architecture.md has no heading {project}");
        int end = manual.IndexOf("\n#", start + 1, StringComparison.Ordinal);

        Assert.That(
            RoomRow().Matches(manual[start..(end < 0 ? manual.Length : end)]).Select(row => row.Groups[1].Value),
            Is.EqualTo(Rooms.OfProject[project]));
    }

    [Test]
    public void Names_in_full_in_part_and_in_using_lines_are_all_seen()
    {
        FolderUse use = new("DeepEM.Engine", _assemblies["DeepEM.Engine"]);
        const string Text = """
            using DeepEM.Engine.Foundation.Star;
            namespace DeepEM.Engine.Reports;
            class A { DeepEM.Engine.Coordinates.Particle p; Verification.Evaluation.CurvePoint c; int n = Jobs.Count; }
            """;

        Assert.That(
            use.Of("DeepEM.Engine/Reports/A.cs", Text),
            Is.EquivalentTo(["Foundation/Star", "Coordinates", "Verification/Evaluation"]));
    }

    private static IEnumerable<(string Path, string Folder)> Uses(string project)
    {
        FolderUse use = new(project, _assemblies[project]);
        return SourceTree.Files(project)
            .SelectMany(path => use.Of(path, SourceTree.Read(path)).Select(folder => (path, folder)));
    }

    // Null for the files of the project's own folder, which may use all.
    private static string? Room(string path) => path.Split('/') is { Length: > 2 } parts ? parts[1] : null;

    private static bool IsWithin(string folder, string other) =>
        folder.StartsWith(other + "/", StringComparison.Ordinal);

    private static IEnumerable<string> References(string project) =>
        _assemblies[project].GetReferencedAssemblies().Select(name => name.Name ?? "");

    private static IEnumerable<string> Using(string project, string library)
    {
        Regex directive = new($@"^\s*(global )?using (static )?{library}\b", RegexOptions.Multiline);
        return SourceTree.Files(project).Where(path => directive.IsMatch(SourceTree.Read(path)));
    }

    [GeneratedRegex(@"\bConsole\.(Write|Out|Error|Read)")]
    private static partial Regex ConsoleCall();

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex RoomRow();
}

using System.Reflection;
using System.Text.RegularExpressions;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation;
using DeepEM.Kernels.Backends;
using NUnit.Framework;

namespace DeepEM.Tests.Architecture;

/// <summary>The tree is the architecture: Kernels ← Engine ← Cli, and inside Engine who may know whom.</summary>
public sealed partial class LayeringTests
{
    // Every folder of Engine and the siblings it may use. A folder that is not here fails: decide first.
    private static readonly Dictionary<string, string[]> _siblings = new()
    {
        ["Files"] = [],
        ["Fourier"] = [],
        ["Progress"] = [],
        ["Randomness"] = [],
        ["Star"] = ["Files"],
        ["Devices"] = [],
        ["NumPy"] = [],
        ["Coordinates"] = ["Files", "NumPy", "Star"],
        ["Micrographs"] = ["Files", "Star"],
        ["Networks"] = ["Randomness"],
        ["Evaluation"] = ["Coordinates", "Micrographs", "Files", "Randomness"],
        ["Selection"] = ["Coordinates", "Micrographs", "Files", "Randomness"],
        ["Verification"] = ["Coordinates", "Micrographs", "Files", "Randomness"],
        ["Simulation"] = ["Coordinates", "Micrographs", "Files", "Fourier", "Progress", "Randomness", "Star"],
        ["Pictures"] = ["Coordinates", "Micrographs", "Evaluation", "Files"],
        ["Preparation"] = ["Coordinates", "Micrographs"],
        ["Models"] = ["Files", "Networks", "Preparation"],
        ["Picking"] = ["Calibration", "Coordinates", "Micrographs", "Models", "Networks", "Preparation"],
        ["Training"] = ["Coordinates", "Models", "Networks", "Preparation", "Progress", "Randomness"],
        ["Calibration"] = ["Evaluation", "Models"],
        ["General"] =
        [
            "Calibration",
            "Coordinates",
            "Evaluation",
            "Micrographs",
            "Models",
            "Networks",
            "Picking",
            "Preparation",
            "Progress",
            "Randomness",
            "Simulation",
            "Training",
        ],
        ["Benchmarks"] =
        [
            "Coordinates",
            "General",
            "Micrographs",
            "Models",
            "Networks",
            "Picking",
            "Preparation",
            "Randomness",
            "Training",
            "Workflows",
        ],
        ["Statistics"] = ["Files", "Fourier", "Micrographs", "Pictures", "Preparation", "Progress"],
        ["Studies"] =
        [
            "Calibration",
            "Coordinates",
            "Evaluation",
            "Files",
            "General",
            "Micrographs",
            "Models",
            "Networks",
            "Pictures",
            "Progress",
            "Training",
            "Workflows",
        ],
        ["Workflows"] =
        [
            "Calibration",
            "Coordinates",
            "Devices",
            "Evaluation",
            "Files",
            "General",
            "Micrographs",
            "Models",
            "Networks",
            "Picking",
            "Pictures",
            "Preparation",
            "Progress",
            "Randomness",
            "Simulation",
            "Star",
            "Training",
        ],
    };

    [Test]
    public void Kernels_uses_no_other_project()
    {
        Assert.That(References(typeof(IComputeBackend).Assembly), Has.None.StartsWith("DeepEM"));
    }

    [Test]
    public void Engine_uses_Kernels_only()
    {
        IEnumerable<string> references = References(typeof(InvalidFileException).Assembly);

        Assert.That(references.Where(name => name.StartsWith("DeepEM", StringComparison.Ordinal)),
            Is.SubsetOf(["DeepEM.Kernels"]));
    }

    [Test]
    public void Cli_uses_Engine_and_no_accelerator_library()
    {
        Assert.That(References(typeof(ExitCode).Assembly), Has.None.StartsWith("ILGPU"));
        Assert.That(Using("DeepEM.Cli", "ILGPU"), Is.Empty);
    }

    [Test]
    public void Engine_uses_the_accelerator_library_only_to_list_devices()
    {
        Assert.That(
            Using("DeepEM.Engine", "ILGPU"), Is.All.StartsWith("DeepEM.Engine/Devices/"));
    }

    [Test]
    public void Engine_prints_nothing()
    {
        Assert.That(
            SourceTree.Files("DeepEM.Engine").Concat(SourceTree.Files("DeepEM.Kernels"))
                .Where(path => ConsoleCall().IsMatch(SourceTree.Read(path))),
            Is.Empty);
    }

    [Test]
    public void Folders_of_Engine_use_only_the_siblings_they_may()
    {
        List<string> violations = [];
        foreach (string path in SourceTree.Files("DeepEM.Engine"))
        {
            string[] parts = path.Split('/');
            if (parts.Length < 3)
            {
                continue;
            }

            string folder = parts[1];
            if (!_siblings.TryGetValue(folder, out string[]? allowed))
            {
                violations.Add($"{folder} is not in the table of this test");
                continue;
            }

            violations.AddRange(SiblingName().Matches(SourceTree.Read(path))
                .Select(match => match.Groups[1].Value)
                .Where(name => name != folder && _siblings.ContainsKey(name) && !allowed.Contains(name))
                .Distinct()
                .Select(name => $"{path} uses {name}"));
        }

        Assert.That(violations.Distinct(), Is.Empty);
    }

    [Test]
    public void The_table_of_siblings_has_no_circle()
    {
        HashSet<string> done = [];
        while (done.Count < _siblings.Count)
        {
            string[] next =
            [
                .. _siblings.Where(row => !done.Contains(row.Key) && row.Value.All(done.Contains))
                    .Select(row => row.Key),
            ];
            Assert.That(next, Is.Not.Empty, "the rest form a circle");
            done.UnionWith(next);
        }
    }

    private static IEnumerable<string> References(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(name => name.Name ?? "");

    private static IEnumerable<string> Using(string project, string library)
    {
        Regex directive = new($@"^\s*(global )?using (static )?{library}\b", RegexOptions.Multiline);
        return SourceTree.Files(project).Where(path => directive.IsMatch(SourceTree.Read(path)));
    }

    [GeneratedRegex(@"\bDeepEM\.Engine\.([A-Z][A-Za-z]*)")]
    private static partial Regex SiblingName();

    [GeneratedRegex(@"\bConsole\.(Write|Out|Error|Read)")]
    private static partial Regex ConsoleCall();
}

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using DeepEM.Cli.Shell;
using DeepEM.Engine.Foundation;
using DeepEM.Kernels.Backends;
using DeepEM.Tests.Support;
using NUnit.Framework;

namespace DeepEM.Tests.Architecture;

/// <summary>One file, one concept, named after its type.</summary>
[Category(TestCategory.Smoke)]
public sealed partial class FileTests
{
    private const int MostLines = 400;
    private const int MostLinesOfCommand = 120;

    private static readonly Assembly[] _products =
        [typeof(IComputeBackend).Assembly, typeof(InvalidFileException).Assembly, typeof(ExitCode).Assembly];

    [TestCaseSource(nameof(_products))]
    public void Every_type_has_a_file_of_its_name_in_the_folder_of_its_namespace(Assembly assembly)
    {
        HashSet<string> files = [.. SourceTree.AllFiles()];

        string[] missing =
            [.. assembly.GetTypes().Where(IsWritten).Select(ExpectedFile).Where(path => !files.Contains(path))];

        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void No_file_is_longer_than_400_lines()
    {
        Assert.That(
            SourceTree.AllFiles().Where(path => SourceTree.Read(path).Count(letter => letter == '\n') > MostLines),
            Is.Empty);
    }

    [Test]
    public void A_command_is_options_one_job_and_text_in_120_lines()
    {
        Assert.That(
            SourceTree.Files("DeepEM.Cli")
                .Where(path => path.StartsWith("DeepEM.Cli/Commands/", StringComparison.Ordinal))
                .Where(path => SourceTree.Read(path).Count(letter => letter == '\n') > MostLinesOfCommand),
            Is.Empty);
    }

    [Test]
    public void No_file_is_named_after_what_says_nothing()
    {
        Assert.That(SourceTree.AllFiles().Where(path => EmptyWord().IsMatch(path)), Is.Empty);
    }

    private static bool IsWritten(Type type) =>
        !type.IsNested
        && type.Namespace is string name
        && name.StartsWith("DeepEM", StringComparison.Ordinal)
        && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        && !type.Name.StartsWith('<');

    // The program of DeepEM.Cli is called deepem, its folder is not: the namespace names the folder.
    private static string ExpectedFile(Type type)
    {
        string[] parts = type.Namespace!.Split('.');
        string project = $"{parts[0]}.{parts[1]}";
        string file = type.Name.Split('`')[0] + ".cs";
        return string.Join('/', [project, .. parts[2..], file]);
    }

    [GeneratedRegex("(Helper|Helpers|Util|Utils|Utilities|Manager)\\.cs$")]
    private static partial Regex EmptyWord();
}

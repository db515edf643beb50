using System.Reflection;
using System.Text.RegularExpressions;
using DeepEM.Cli.Cluster;
using DeepEM.Cli.Shell;
using DeepEM.Cli.Web;
using DeepEM.Engine.Foundation;
using DeepEM.Engine.Foundation.Files;
using DeepEM.Engine.Jobs.Bench;
using DeepEM.Engine.Jobs.Watch;
using DeepEM.Kernels.Backends;
using NUnit.Framework;

namespace DeepEM.Tests.Architecture;

/// <summary>Nothing in the product writes, replaces or removes a file or folder but the few types that do it safely.
/// </summary>
public sealed partial class WritingTests
{
    private static readonly Assembly[] _products =
        [typeof(IComputeBackend).Assembly, typeof(InvalidFileException).Assembly, typeof(ExitCode).Assembly];

    // InputFile opens for reading only; benchmarks work in a folder of the system's for temporary files; SlurmQueue
    // starts the programs of SLURM, AlarmCommand what the user asks it to start, DesktopBrowser the
    // user's browser; SocketFile makes the socket that a page is served on, and removes it.
    private static readonly Type[] _writers =
    [
        typeof(AtomicFile), typeof(StaleTemporaries), typeof(OutputFolder), typeof(OutputLock), typeof(InputFile),
        typeof(RecordFile), typeof(TemporaryFolder), typeof(SlurmQueue), typeof(AppendedLines), typeof(AlarmCommand),
        typeof(DesktopBrowser), typeof(SocketFile), typeof(SlotFile),
    ];

    [TestCaseSource(nameof(_products))]
    public void Only_the_writers_of_the_folder_Files_change_the_disk(Assembly assembly)
    {
        IEnumerable<string> others = assembly.GetTypes()
            .Where(type => !_writers.Contains(Outermost(type)))
            .SelectMany(type => Methods(type).SelectMany(Called).Where(Writes)
                .Select(called => $"{Outermost(type).FullName} calls {Describe(called)}"));

        Assert.That(others.Distinct(), Is.Empty);
    }

    [Test]
    public void The_test_sees_what_the_writer_does()
    {
        string[] called = [.. Methods(typeof(AtomicFile)).SelectMany(Called).Where(Writes).Select(Describe).Distinct()];
        Assert.That(called, Is.SupersetOf(["System.IO.File.Move", "System.IO.FileStream..ctor"]));
    }

    private static bool Writes(MethodBase method) => method switch
    {
        // A stream over another stream or over a file that is open already opens none.
        ConstructorInfo when FirstParameter(method) != typeof(string) => false,
        ConstructorInfo => Constructor().IsMatch($"{method.DeclaringType?.FullName}"),
        _ => Method().IsMatch(Describe(method)),
    };

    private static Type? FirstParameter(MethodBase method) => method.GetParameters().FirstOrDefault()?.ParameterType;

    private static string Describe(MethodBase method) => $"{method.DeclaringType?.FullName}.{method.Name}";

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<MethodBase> Methods(Type type)
    {
        const BindingFlags Own = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic
            | BindingFlags.Instance | BindingFlags.Static;
        IEnumerable<MethodBase> methods = type.GetMethods(Own);
        return methods.Concat(type.GetConstructors(Own)).Concat(type.GetNestedTypes(Own).SelectMany(Methods));
    }

    // Every place that could be a call with a method's token behind it: some are none, but they name no method that
    // writes unless such a method is referred to somewhere.
    private static IEnumerable<MethodBase> Called(MethodBase method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (int i = 0; i + 4 < code.Length; i++)
        {
            bool isCall = code[i] is 0x28 or 0x6F or 0x73 || (code[i] is 0x06 or 0x07 && i > 0 && code[i - 1] == 0xFE);
            if (isCall && code[i + 4] is 0x06 or 0x0A or 0x2B
                && Resolve(method, BitConverter.ToInt32(code, i + 1)) is { } called)
            {
                yield return called;
            }
        }
    }

    private static MethodBase? Resolve(MethodBase method, int token)
    {
        try
        {
            return method.Module.ResolveMethod(
                token,
                method.DeclaringType!.GetGenericArguments(),
                method.IsGenericMethod ? method.GetGenericArguments() : null);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex(
        @"^(System\.IO\.(FileStream|StreamWriter|MemoryMappedFiles\..*|IsolatedStorage.*)|SkiaSharp\.SKFileWStream)$")]
    private static partial Regex Constructor();

    [GeneratedRegex(
        @"^(System\.IO\.File\.(Write|Append|Create|Open|Copy|Move|Replace|Delete|Set).*"
        + @"|System\.IO\.(FileInfo|FileSystemInfo)\.(Append|Create|Open|Copy|Move|Replace|Delete|set_).*"
        + @"|System\.IO\.Directory\.(Create|Move|Delete|Set).*"
        + @"|System\.IO\.DirectoryInfo\.(Create|Move|Delete).*"
        + @"|System\.IO\.RandomAccess\.(Write|SetLength).*"
        + @"|System\.IO\.Compression\.ZipFile.*\.(Create|Extract).*"
        + @"|System\.Diagnostics\.Process\.Start"
        + @"|ScottPlot\..*\.Save.*)$")]
    private static partial Regex Method();
}

using System.Reflection;
using DeepEM.Kernels.Backends;
using DeepEM.Kernels.Convolution.Gpu;
using DeepEM.Kernels.Ilgpu;
using DeepEM.Tests.Architecture;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using NUnit.Framework;

namespace DeepEM.Tests.Kernels.Ilgpu;

/// <summary>Proof without a GPU that every kernel compiles for one.</summary>
public sealed class KernelCompilationTests
{
    private static readonly CudaArchitecture[] _architectures =
        [CudaArchitecture.SM_75, CudaArchitecture.SM_80, CudaArchitecture.SM_90];

    private readonly Dictionary<string, Dictionary<string, PtxasReport>> _reports = [];

    [OneTimeTearDown]
    public void WriteTable()
    {
        string? file = Environment.GetEnvironmentVariable(RegisterTable.Variable);
        if (!string.IsNullOrEmpty(file) && _reports.Count == _architectures.Length)
        {
            RegisterTable.Write(file, _reports);
        }
    }

    [Test]
    public void Table_of_registers_names_every_kernel() =>
        Assert.That(
            RegisterTable.Kernels(Path.Combine(SourceTree.Root, "docs/gpu.md")),
            Is.EqualTo(KernelMethods.Compilable.Select(KernelMethods.NameOf)),
            "docs/gpu.md says under 'Registers' how to write the table anew.");

    [Test]
    public void Every_method_that_is_called_a_kernel_is_compiled_here()
    {
        Assert.That(KernelMethods.Compilable, Is.EqualTo(KernelMethods.Named));
        Assert.That(KernelMethods.Compilable, Has.Count.AtLeast(24));
    }

    [Test]
    public void Every_kernel_loaded_by_a_launcher_is_called_a_kernel()
    {
        // A launcher's field of type Lazy<Action<stream, grid, ...>> stands for one kernel.
        IEnumerable<Type> launchers = typeof(IlgpuBackend).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Kernels", StringComparison.Ordinal));
        int fields = launchers
            .SelectMany(type => type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic))
            .Count(field => field.FieldType.Name.StartsWith("Lazy", StringComparison.Ordinal));
        Assert.That(fields, Is.EqualTo(KernelMethods.Named.Count));
    }

    [TestCaseSource(nameof(_architectures))]
    public void Every_kernel_assembles_without_spills(CudaArchitecture architecture)
    {
        string? ptxas = Ptxas.Find();
        if (ptxas is null)
        {
            Assert.Ignore("There is no ptxas: run .ci/fetch-ptxas, or set DEEPEM_PTXAS to its path.");
        }

        using Context context = IlgpuContext.Create(kind: null);
        using PTXBackend backend = new(
            context, new CudaCapabilityContext(architecture), architecture, CudaInstructionSet.ISA_78, null);
        string target = $"sm_{architecture.Major}{architecture.Minor}";
        List<string> spills = [];
        List<string> crowded = [];
        Dictionary<string, PtxasReport> reports = [];
        foreach (MethodInfo method in KernelMethods.Compilable)
        {
            PtxasReport report = Ptxas.Assemble(ptxas, Compile<PTXCompiledKernel>(backend, method).PTXAssembly, target);
            reports.Add(KernelMethods.NameOf(method), report);
            string line = $"{target} {KernelMethods.NameOf(method)}: {report}";
            TestContext.Out.WriteLine(line);

            // A stack frame is memory too: arrays and structs that did not fit into registers.
            if (report.StackBytes + report.SpillStoreBytes + report.SpillLoadBytes > 0)
            {
                spills.Add(line);
            }

            // Kernels for GPUs leave room for 16 warps on a multiprocessor; those for rows of pixels never run there.
            if (report.Registers > 128 && method.DeclaringType != typeof(ConvolutionPixelKernels))
            {
                crowded.Add(line);
            }
        }

        _reports[target] = reports;
        Assert.That(spills, Is.Empty);
        Assert.That(crowded, Is.Empty);
    }

    [Test]
    public void Every_kernel_translates_to_OpenCL_C_without_doubles_and_atomics()
    {
        using Context context = IlgpuContext.Create(kind: null);
        // A device that can do nothing beyond the standard.
        CLCapabilityContext capabilities = new(false, false, false, false, false);
        using CLBackend backend = new(context, capabilities, CLDeviceVendor.Other, CLCVersion.CL30);
        foreach (MethodInfo method in KernelMethods.Compilable)
        {
            string source = Compile<CLCompiledKernel>(backend, method).Source;
            Assert.That(source, Does.Not.Contain("atomic_"), KernelMethods.NameOf(method));
            Assert.That(source, Does.Not.Match(@"\bdouble [a-z]"), KernelMethods.NameOf(method));
        }
    }

    private static TKernel Compile<TKernel>(Backend backend, MethodInfo method)
        where TKernel : CompiledKernel
    {
        EntryPointDescription entry = EntryPointDescription.FromExplicitlyGroupedKernel(method);
        return (TKernel)backend.Compile(entry, KernelSpecialization.Empty);
    }
}

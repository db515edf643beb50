using DeepEM.Kernels.Backends;
using NUnit.Framework;

namespace DeepEM.Tests.Support;

/// <summary>Tests that run once for each backend; all of them are skipped where it has no device.</summary>
public abstract class BackendTests(string backendName)
{
    /// <summary>The shared backend, which the tests do not own.</summary>
    protected IComputeBackend Backend => TestBackends.Get(backendName);

    [OneTimeSetUp]
    public void SkipWithoutDevice() => Assert.That(Backend.DeviceName, Is.Not.Empty);
}
